"""What became of one attempt to send."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    pass


@dataclass(frozen=True, slots=True)
class TryAgain:
    """In words, Chinese and English, nothing of a person or an address; `after`: the service asks for so many seconds."""

    reason: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Trying again would not help."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The phone does not want it any more: its subscription is removed."""


Outcome = Sent | TryAgain | Refused | Gone
