"""What the kiosk and its reading process say to each other."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.reading.result import PageText, Stroke


@dataclass(frozen=True, slots=True)
class Job:
    """One page to read; `number` comes back with the answer."""

    number: int
    data: bytes
    index: int

    def __repr__(self) -> str:
        return f"<Job {self.number}>"


@dataclass(frozen=True, slots=True)
class Writing:
    """Strokes of a finger to read; `number` comes back with the answer."""

    number: int
    strokes: tuple[Stroke, ...]

    def __repr__(self) -> str:
        return f"<Writing {self.number}>"


Task = Job | Writing


@dataclass(frozen=True, slots=True)
class Loaded:
    """The engine is ready."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unloadable:
    """The engine cannot be loaded; trying again is no use before somebody mends it."""

    message: str


@dataclass(frozen=True, slots=True)
class Done:
    number: int
    page: PageText


@dataclass(frozen=True, slots=True)
class Written:
    """What the strokes may be, the likeliest first."""

    number: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """The engine raised on this page. `kind` is the class of the error: its text may quote the page."""

    number: int
    kind: str


Answer = Loaded | Unloadable | Done | Written | Broken
