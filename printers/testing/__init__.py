"""One conformance suite for printers, whatever carries the bytes, and the mishaps that no printer may turn into two slips."""
