"""What goes out: whose workbooks, the blank ones, those sent back, those that the office publishes."""
