"""What the attendant counts: mishaps of today, slips since the roll was changed. Names and numbers, nothing of visitors."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from kiosk.settings import Settings


@dataclass(frozen=True, slots=True)
class Daybook:
    #: ISO 8601 day the mishaps are of
    day: str = ""
    mishaps: dict[str, int] = field(default_factory=dict)
    slips: int = 0
    #: moment of the last change of roll, ISO 8601, "" when it was never said
    roll_since: str = ""

    def and_mishap(self, name: str, at: datetime) -> Daybook:
        """One more of today; another day begins from nothing."""
        today = f"{at.astimezone():%Y-%m-%d}"
        before = self.mishaps if self.day == today else {}
        return replace(self, day=today, mishaps=before | {name: before.get(name, 0) + 1})

    def of_today(self, at: datetime) -> tuple[tuple[str, int], ...]:
        """The most frequent first."""
        if self.day != f"{at.astimezone():%Y-%m-%d}":
            return ()
        return tuple(sorted(self.mishaps.items(), key=lambda one: (-one[1], one[0])))

    def and_slip(self) -> Daybook:
        return replace(self, slips=self.slips + 1)

    def new_roll(self, at: datetime) -> Daybook:
        return replace(self, slips=0, roll_since=at.isoformat(timespec="minutes"))


def daybook_file(settings: Settings) -> Path:
    return settings.data_dir.expanduser() / "daybook.json"


def load(path: Path) -> Daybook:
    """A missing or unreadable file counts as an empty one."""
    try:
        return Daybook(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Daybook()


def save(path: Path, book: Daybook) -> None:
    """Replace what was written. Raises `OSError`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(book), ensure_ascii=False) + "\n", encoding="utf-8")
    fresh.replace(path)
