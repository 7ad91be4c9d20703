"""Errors a camera raises beside those of every device; they are shared with scanners."""

from __future__ import annotations

from drivers.imaging.errors import BadImage, NoPage

__all__ = ["BadImage", "NoPage"]
