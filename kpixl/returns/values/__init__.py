"""What stands in the cells of a return: entries coerced, what is printed and computed as issued."""
