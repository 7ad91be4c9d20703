"""The tray under the virtual printer: each finished slip as an image, as text and as the bytes that made it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from printers.transport.mechanism import PrintedSlip


@dataclass(frozen=True, slots=True)
class SlipFiles:
    png: Path
    txt: Path
    bin: Path


class Tray:
    """A folder; slips are numbered on from what lies there already."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._number = max((int(path.stem[-4:]) for path in folder.glob("slip-[0-9][0-9][0-9][0-9].bin")), default=0)

    def keep(self, slip: PrintedSlip) -> SlipFiles:
        """Write the three files of a slip."""
        self._number += 1
        stem = self._folder / f"slip-{self._number:04d}"
        files = SlipFiles(stem.with_suffix(".png"), stem.with_suffix(".txt"), stem.with_suffix(".bin"))
        slip.image.save(files.png)
        files.txt.write_text(slip.text + "\n", encoding="utf-8")
        files.bin.write_bytes(slip.data)
        return files
