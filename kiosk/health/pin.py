"""The attendant's PIN: kept as an argon2id hash in the settings, and tried ever more slowly.

How often it was wrong is kept in a file, so that pulling the plug does not begin a new count.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk.settings import Settings

log = logging.getLogger("hall.kiosk.pin")

#: wrong tries that cost no time: a finger slips
FREE = 2
#: after the first one that counts; doubles each time
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
SHORTEST = 6
#: the pad of the terminal has room for so many
LONGEST = 12


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries in a row, and until when no further one is looked at (seconds since 1970)."""

    wrong: int = 0
    until: float = 0.0


def fits(pin: str) -> bool:
    """Digits alone, long enough that guessing within the waits takes years."""
    return pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST


def hashed(pin: str) -> str:
    """Return the line for the settings file. Raise `ValueError` for a PIN that does not fit."""
    if not fits(pin):
        raise ValueError(f"口令应为 {SHORTEST} 至 {LONGEST} 位数字 · The PIN has {SHORTEST} to {LONGEST} digits")
    return PasswordHasher().hash(pin)


def wait_after(wrong: int) -> timedelta:
    """How long nothing is looked at after so many wrong tries in a row.

    >>> [wait_after(n).seconds for n in (1, 2, 3, 4, 5, 20)]
    [0, 0, 30, 60, 120, 3600]
    """
    if wrong <= FREE:
        return timedelta()
    doubled: int = 2 ** min(wrong - FREE - 1, 20)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def tries_file(settings: Settings) -> Path:
    return settings.data_dir.expanduser() / "pin.json"


def check(pin: str, kept: str, file: Path, now: datetime) -> tuple[bool, int]:
    """Return whether the PIN is right, and otherwise the seconds until the next one is looked at.

    While the wait lasts nothing is compared, so that trying on does not help. Raises `OSError` when the count cannot be
    kept: a terminal that cannot count does not let anybody in.
    """
    tries = _load(file)
    left = tries.until - now.timestamp()
    longest = wait_after(tries.wrong).total_seconds()
    if left > longest:
        # written while the clock was ahead: a day that never was locks nobody out
        _save(file, Tries(tries.wrong, now.timestamp() + longest))
        left = longest
    if left > 0:
        return False, max(1, round(left))
    # counted before it is compared: pulling the plug in between is no free try
    wait = wait_after(tries.wrong + 1)
    _save(file, Tries(tries.wrong + 1, (now + wait).timestamp()))
    if not _right(pin, kept):
        log.warning("a wrong PIN, %d in a row", tries.wrong + 1)
        return False, round(wait.total_seconds())
    _save(file, Tries())
    return True, 0


def _right(pin: str, kept: str) -> bool:
    try:
        return PasswordHasher().verify(kept, pin)
    except (VerificationError, InvalidHashError):
        return False


def _load(file: Path) -> Tries:
    """A missing file is none; one that cannot be understood waits the longest."""
    try:
        return Tries(**json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Tries()
    except (ValueError, TypeError):
        log.error("%s is damaged; wrong tries are counted from there on", file)
        return Tries(wrong=FREE)


def _save(file: Path, tries: Tries) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(tries)) + "\n", encoding="utf-8")
    fresh.replace(file)
