"""What a citizen touches: the terminal of the hall."""
