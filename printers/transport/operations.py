"""What a printer does, one thing at a time; the interpreter's output and the mechanism's input."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from PIL import Image

from printers.layout.blocks import Align
from printers.render.paper import Run


class EndOfStream(Exception):
    """The connection ended; a command that had begun is lost."""


class ByteSource(Protocol):
    def read(self, count: int) -> bytes:
        """Return exactly `count` bytes, waiting for them; raise `EndOfStream`."""
        ...


class Question(Enum):
    PAPER = auto()
    DRAWER = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text and the dots to feed for it."""

    runs: tuple[Run, ...]
    align: Align
    pitch: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Dots, mode "1"; `qr` holds the text when it is a QR code made by the printer."""

    image: Image.Image
    align: Align
    qr: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    dots: int


@dataclass(frozen=True, slots=True)
class Cut:
    partial: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """GS r or ESC v, or GS ( H with the id of a job: answered in its turn."""

    question: Question | bytes


@dataclass(frozen=True, slots=True)
class Dropped:
    """A command that this printer does not have."""

    command: bytes


@dataclass(frozen=True, slots=True)
class Reporting:
    """GS a: report changes from now on, or not."""

    enabled: bool


@dataclass(frozen=True, slots=True)
class Named:
    """GS I: who are you?"""

    n: int


Mechanical = Row | Picture | Feed | Cut | Asked | Dropped
Operation = Mechanical | Reporting | Named
