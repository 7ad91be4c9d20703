"""With which code the terminal ends, for whatever keeps it running."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    #: told to end from outside (SIGTERM), or the window was closed
    DONE = 0
    #: the attendant asks for a fresh start: begin again at once
    RESTART = 75
    #: the attendant leaves the kiosk mode: do not begin again
    LEFT = 76
