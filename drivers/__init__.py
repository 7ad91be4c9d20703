"""Devices of a petition hall as a library: ID-card readers, cameras, scanners. No Qt, no HTTP, no petitions."""
