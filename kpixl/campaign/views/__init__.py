"""What is looked at: forms before they go out, sheets of returns and scores, a scheme in words."""
