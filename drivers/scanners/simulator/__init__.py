"""A scanner that is not there: a program that answers as `scanimage` does, and the hands that work it."""
