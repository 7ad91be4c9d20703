"""What can go wrong with reading itself; what is wrong with a page is a `PageIssue`, never an exception."""

from __future__ import annotations


class ReadingError(Exception):
    """Base of everything that reading raises."""


class ModelsMissing(ReadingError):
    """The OCR models are not there, or are not what they should be. The message names the folder and the remedy."""


class EngineMissing(ReadingError):
    """The OCR library is not installed or does not load."""


class ReadingFailed(ReadingError):
    """The reading process died or answered nothing, twice, on the same page."""


class ReadingCancelled(ReadingError):
    """The caller gave up on the page; nothing of it is kept."""
