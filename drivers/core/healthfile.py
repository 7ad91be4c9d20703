"""Health of the devices of one machine in a file, so that counters outlive a program and a fleet can collect them."""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from drivers.core.supervision import Health

log = logging.getLogger("hall.drivers.health")

#: a program that keeps devices says so at least this often
HEARTBEAT_S = 30.0
#: one that has not said so for this long is stuck or gone
STALE = timedelta(seconds=4 * HEARTBEAT_S)


def default_path() -> Path:
    """Return where the file lies unless told otherwise: the user's state folder (XDG)."""
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "hall" / "devices.json"


def load(path: Path) -> dict[str, Health]:
    """Read the file; a missing or unreadable one counts as empty."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): Health.of_data(health) for name, health in dict(data["devices"]).items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        log.info("%s cannot be read, counters start anew: %s", path, error)
        return {}


def update(path: Path, name: str, change: Callable[[Health], Health]) -> Health:
    """Apply `change` to one device's health under a lock and store it; an unwritable file costs only the memory."""
    try:
        # a terminal keeps its outbox in the same folder
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = load(path)
            known[name] = change(known.get(name, Health()))
            text = json.dumps({"devices": {n: h.as_data() for n, h in known.items()}}, ensure_ascii=False, indent=1)
            fresh = path.with_suffix(".new")
            fresh.write_text(text + "\n", encoding="utf-8")
            fresh.replace(path)
            return known[name]
    except OSError as error:
        log.info("%s cannot be written: %s", path, error)
        return change(load(path).get(name, Health()))


def is_kept(health: Health, now: datetime) -> bool:
    """Say whether another living program has this device in its hands: then ask the file, not the device."""
    if health.keeper in (0, os.getpid()) or not Path(f"/proc/{health.keeper}").exists():
        return False
    try:
        return now - datetime.fromisoformat(health.told) < STALE
    except (ValueError, TypeError):
        return False
