"""What the centre promises to its clients. Pydantic and the standard library, nothing else; changes only by addition."""
