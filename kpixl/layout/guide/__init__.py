"""填表说明: what a form wants, and its rules, in words that are made of its laid-out cells."""
