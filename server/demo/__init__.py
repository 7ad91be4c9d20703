"""A county to try the hall with: synthetic units, people and duties. Never for a real hall."""
