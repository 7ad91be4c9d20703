"""Where scanned pages lie for the moment between scanner and kiosk: in memory, readable by this user only."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

#: a file system in memory: pages of a visit never reach the disk
MEMORY = Path("/dev/shm")
_PREFIX = "hall-scan-"


@contextlib.contextmanager
def page_folder(memory: Path = MEMORY) -> Iterator[Path]:
    """Make a folder (mode 0700) and delete it with all pages in the end, as well as those of a program that was killed."""
    base = memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())
    _remove_orphans(base)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=base))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_orphans(base: Path) -> None:
    for folder in base.glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            if owner.isdecimal() and folder.stat().st_uid == os.getuid() and not Path("/proc", owner).exists():
                shutil.rmtree(folder, ignore_errors=True)
