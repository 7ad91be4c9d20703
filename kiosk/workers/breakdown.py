"""What may be logged of an unexpected exception: its kind and its place, never its message.

Messages quote values (pydantic's do), and values here are names and numbers of visitors.
"""

from __future__ import annotations

import traceback


def place(error: BaseException) -> str:
    """Kind of the error and the lines of code it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(f"{f.filename}:{f.lineno}" for f in reversed(frames))
