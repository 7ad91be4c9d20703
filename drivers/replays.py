"""Kind of device -> what runs its driver against a recording, imported only when such a recording is replayed."""

from __future__ import annotations

from pkgutil import resolve_name
from typing import Any, Protocol

from drivers.core.recording import Recording

#: printers are a library of their own, which adds its line where both are put together
REPLAYS = {
    "card": "drivers.cards.trial:replayed",
    "camera": "drivers.cameras.replay:replayed",
    "scanner": "drivers.scanners.replay:replayed",
}


class Outcome(Protocol):
    """What came of one call of the driver."""

    def as_data(self) -> dict[str, Any]:
        """Return plain JSON types."""
        ...

    def lines(self) -> list[str]:
        """Return lines for people."""
        ...


def replayed(recording: Recording, *, real_time: bool) -> list[Outcome]:
    """Run the driver against `recording`; raise `ValueError` for a kind that nobody knows, or a recording cut short."""
    if recording.kind not in REPLAYS:
        raise ValueError(
            f"不认识的设备类别 {recording.kind!r} · Unknown kind of device; known are: {', '.join(REPLAYS)}"
        )
    outcomes: list[Outcome] = resolve_name(REPLAYS[recording.kind])(recording, real_time=real_time)
    return outcomes
