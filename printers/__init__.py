"""What is printed and how it gets to paper."""
