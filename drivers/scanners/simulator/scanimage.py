"""A program that answers as scanimage 1.1.1 does: `python -m drivers.scanners.simulator.scanimage SCENE [OPTION]...`

Same options, messages, exit codes and signals; measured at the real one with the SANE `test` backend. Standard library
only, so that it starts fast.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
import threading
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from drivers.scanners.simulator.bench import Fault, Scene, read_scene, write_scene

_OPTIONS = """\
All options specific to device `{device}':
  Standard:
    --source Flatbed|ADF|ADF Duplex [Flatbed]
        Selects the scan source (such as a document-feeder).
    --mode Lineart|Gray|Color [Color]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --resolution 75|100|150|200|300|600dpi [75]
        Sets the resolution of the scanned image.
    --swcrop[=(yes|no)] [inactive]
        Request driver to remove border from pages digitally.
  Geometry:
    -l 0..215.9mm (in steps of 0.0211639) [0]
        Top-left x position of scan area.
    -x 0..215.9mm (in steps of 0.0211639) [215.9]
        Width of scan-area.
    -y 0..355.6mm (in steps of 0.0211639) [355.6]
        Height of scan-area.
"""
#: exit codes, which are SANE states, and their sentences
_ENDS = {
    Fault.JAM: (6, "Document feeder jammed"),
    Fault.COVER: (8, "Scanner cover is open"),
    Fault.UNPLUG: (9, "Error during device I/O"),
}
_MM_PER_INCH = 25.4


class Stopped(Exception):
    """SIGINT came: scanimage stops the scanner and ends."""


def main(arguments: Sequence[str]) -> int:
    """Play the scene once; return the exit code."""
    file, options = Path(arguments[0]), _options(arguments[1:])
    scene = read_scene(file)
    device = f"simulated:libusb:001:{scene.bus_number:03}"
    if "--formatted-device-list" in options:
        sys.stdout.write(f"{device}|Simulated Feeder 300\n" if scene.attached else "")
        return 0
    if (asked := options.get("--device-name", device)) != device or not scene.attached:
        return _say(f"scanimage: open of device {asked} failed: Invalid argument", 1)
    if scene.fault == Fault.BUSY.value:
        return _say(f"scanimage: open of device {device} failed: Device busy", 1)
    if scene.fault == Fault.DENIED.value:
        return _say(f"scanimage: open of device {device} failed: Access to resource has been denied", 1)
    if "--all-options" in options:
        sys.stdout.write(_OPTIONS.format(device=device))
        return 0
    return _Batch(file, scene, options).run()


class _Batch:
    def __init__(self, file: Path, scene: Scene, options: dict[str, str]) -> None:
        self._file, self._scene, self._options = file, scene, options
        self._stop = threading.Event()
        signal.signal(signal.SIGINT, self._interrupted)

    def run(self) -> int:
        count = self._options.get("--batch-count")
        _say(f"Scanning {count or 'infinity'} pages, incrementing by 1, numbering from 1")
        page = 0
        while count is None or page < int(count):
            page += 1
            _say(f"Scanning page {page}")
            if self._feeding and not self._scene.sheets:
                return self._end("scanimage: sane_start: Document feeder out of documents", page, 7, 0)
            try:
                code = self._page(page)
            except Stopped:
                return self._end("", page, 2, 2)
            if code:
                return code
            _say(f"Scanned page {page}. (scanner status = 5)")
        return _say(f"Batch terminated, {page} pages scanned", 0)

    @property
    def _feeding(self) -> bool:
        return self._options.get("--source", "Flatbed") != "Flatbed"

    def _page(self, page: int) -> int:
        scene = self._scene
        fault = Fault(scene.fault) if scene.fault and page >= scene.at_page else None
        self._wait(scene.warm_up_s)
        for percent in (25, 50, 75, 100):
            self._wait(scene.page_s / 4)
            sys.stderr.write(f"Progress: {percent:.1f}%\r")
            sys.stderr.flush()
            if percent == 50:
                if fault in _ENDS:
                    return self._break_off(page, fault)
                self._misbehave(fault)
        path = Path(self._options["--batch"] % page)
        data = _png(*self._pixels(), scene.scanned)
        path.write_bytes(data[: len(data) // 2] if fault is Fault.TORN else data)
        if fault is Fault.VANISHED:
            path.unlink()
        self._scene = replace(scene, scanned=scene.scanned + 1, sheets=scene.sheets - self._feeding)
        write_scene(self._file, self._scene)
        sys.stdout.write(f"{path}\n")
        sys.stdout.flush()
        return 0

    def _break_off(self, page: int, fault: Fault) -> int:
        code, sentence = _ENDS[fault]
        if fault is Fault.UNPLUG:
            write_scene(self._file, replace(self._scene, attached=False))
        return self._end(f"scanimage: sane_read: {sentence}", page, code, code)

    def _misbehave(self, fault: Fault | None) -> None:
        if fault is Fault.CRASH:
            # no core file: a vendor's backend leaves none either where halls switch them off
            signal.signal(signal.SIGSEGV, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGSEGV)
        if fault is Fault.HANG:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            self._stop.wait()
        while fault is Fault.BABBLE:
            sys.stderr.write("DEBUG " * 1000)

    def _wait(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise Stopped

    def _interrupted(self, *_: object) -> None:
        _say("scanimage: received signal 2\nscanimage: trying to stop scanner")
        self._stop.set()

    def _end(self, sentence: str, page: int, status: int, code: int) -> int:
        if sentence:
            _say(sentence)
        _say(f"Scanned page {page}. (scanner status = {status})")
        return _say(f"Batch terminated, {page} pages scanned", code)

    def _pixels(self) -> tuple[int, int]:
        dots = float(self._options.get("--resolution", "75")) / _MM_PER_INCH
        return round(float(self._options.get("-x", "215.9")) * dots), round(
            float(self._options.get("-y", "355.6")) * dots
        )


def _options(arguments: Sequence[str]) -> dict[str, str]:
    options: dict[str, str] = {}
    for index, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name.startswith("--"):
            options[name] = value if equals else ""
        elif name in ("-x", "-y"):
            options[name] = arguments[index + 1]
    return options


def _say(text: str, code: int = 0) -> int:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
    return code


def _png(width: int, height: int, seed: int) -> bytes:
    """Encode a white grey-scale page (PNG, ISO/IEC 15948) with a first line that depends on `seed`."""
    first = bytes((seed + x) % 256 for x in range(width))
    rows = b"\0" + first + (b"\0" + b"\xff" * width) * (height - 1)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 1)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
