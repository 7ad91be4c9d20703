"""The sentences of notices and slips as a hall words them, beside the words of the program."""
