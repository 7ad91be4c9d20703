"""How often the screen of this terminal stood still, kept in a small file beside its data for doctor and attendant."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from drivers.core.status import Faulty, Ready, Status
from kiosk.settings import Settings

#: a screen that stood still for so long was taken for dead by whoever stood before it, s
TOO_LONG_S = 2.0


@dataclass(frozen=True, slots=True)
class Stalls:
    """Since the terminal was started. Steps, lengths and moments; never data."""

    #: of more than the watch's limit
    count: int = 0
    longest_s: float = 0.0
    #: step of the visit at the longest one
    step: str = ""
    #: moment of the longest one, ISO 8601
    at: str = ""
    #: the longest that this program has to answer for, without what other programs took, and its step
    own_s: float = 0.0
    own_step: str = ""

    def and_one(self, seconds: float, step: str, at: datetime, own_s: float = 0.0) -> Stalls:
        counted = replace(self, count=self.count + 1)
        if own_s > self.own_s:
            counted = replace(counted, own_s=round(own_s, 3), own_step=step)
        if seconds <= self.longest_s:
            return counted
        return replace(counted, longest_s=round(seconds, 3), step=step, at=at.isoformat(timespec="seconds"))


def stalls_file(settings: Settings) -> Path:
    """Where the running terminal writes them down."""
    return settings.data_dir.expanduser() / "stalls.json"


def save(path: Path, stalls: Stalls) -> None:
    """Replace what was written. Raises `OSError`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(stalls)) + "\n", encoding="utf-8")
    fresh.replace(path)


def load(path: Path) -> Stalls:
    """Read them; a missing or unreadable file counts as none."""
    try:
        return Stalls(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Stalls()


def screen(settings: Settings) -> Status:
    """Whether the screen answers, as the running terminal saw it last."""
    stalls = load(stalls_file(settings))
    if not stalls.count:
        return Ready("没有停顿 · no stall")
    said = (
        f"停顿 {stalls.count} 次，最长 {stalls.longest_s * 1000:.0f} 毫秒（{stalls.step}，{stalls.at}）· "
        f"{stalls.count} stalls, the longest {stalls.longest_s * 1000:.0f} ms at {stalls.step}"
    )
    if stalls.longest_s < TOO_LONG_S:
        return Ready(said)
    return Faulty(
        said, "请查看日志 hall.kiosk.stall 和机器负载 · Look at the log hall.kiosk.stall and the machine's load"
    )
