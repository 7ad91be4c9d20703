"""Pure: content -> blocks. Knows nothing of bytes, dots or devices."""
