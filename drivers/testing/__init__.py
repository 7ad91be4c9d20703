"""One conformance suite per kind of device: a driver's test subclasses it and names a simulator, or real hardware."""
