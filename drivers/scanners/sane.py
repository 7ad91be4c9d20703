"""Scanners through SANE: `scanimage` of Debian's sane-utils in a child process for each call."""

from __future__ import annotations

import contextlib
import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from drivers.core.errors import Cancelled, DeviceAbsent, DeviceError, DeviceFault
from drivers.core.recording import Recorder, What
from drivers.core.status import Absent, Faulty, Ready, Status
from drivers.imaging import Frame
from drivers.imaging.errors import BadImage
from drivers.imaging.imagefile import MAX_BYTES, frame_of
from drivers.scanners import Progress, Source
from drivers.scanners.abilities import Abilities, arguments, parse_abilities
from drivers.scanners.child import STOP_GRACE_S, Child, Line, Run, Start
from drivers.scanners.failure import failure, nothing_to_scan
from drivers.scanners.pagefolder import page_folder
from drivers.scanners.recorded import recording_start

log = logging.getLogger("hall.drivers.scanners")

#: nothing heard for so long while scanning: lamps need half a minute to warm up, large pages as long before the first
#: progress line
SILENCE_S = 60.0
#: asking every backend for its devices takes some seven seconds
LIST_S = 20.0
#: opening one device, some of which wake up slowly
ASK_S = 15.0

_SCANNED = re.compile(r"^Scanning page (\d{1,6})$")
_PROGRESS = re.compile(r"^Progress: (\d{1,3}(?:\.\d+)?)%$")


class SaneScanner:
    """`Scanner` on one SANE device.

    `device` is a SANE name ("genesys:libusb:001:004"); without it the first scanner found is taken and remembered until
    it is gone, since finding takes seconds and names change when a cable is plugged in again. `options` are further
    arguments for scanimage ("--swcrop=yes"); `config_dir` is another /etc/sane.d; `command` is how scanimage is called. After
    `silence_s` without a word it counts as hung, and it has `grace_s` to stop by itself.
    """

    def __init__(
        self,
        device: str | None = None,
        *,
        mode: str = "Gray",
        resolution: int = 300,
        options: Sequence[str] = (),
        config_dir: str | Path | None = None,
        command: Sequence[str] = ("scanimage",),
        silence_s: float = SILENCE_S,
        grace_s: float = STOP_GRACE_S,
        start: Start | None = None,
    ) -> None:
        """`start` runs the command somewhere else than in a child process."""
        self._named, self._mode, self._resolution = device, mode, resolution
        self._options, self._command, self._silence_s = tuple(options), tuple(command), silence_s
        self._start: Start = start or partial(Child, grace_s=grace_s)
        self._recorder: Recorder | None = None
        self._environ = {} if config_dir is None else {"SANE_CONFIG_DIR": str(config_dir)}
        self._device = device
        self._abilities: Abilities | None = None

    def record(self, recorder: Recorder) -> None:
        """Write down every run of scanimage from now on; call it before the first use."""
        self._recorder = recorder
        self._start = recording_start(self._start, recorder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def status(self) -> Status:
        """Open the device and ask what it can do; takes up to some seconds, never raises."""
        try:
            self._abilities = None
            self._ask(threading.Event())
        except DeviceAbsent as error:
            return Absent(error.cause, error.remedy)
        except DeviceError as error:
            return Faulty(error.cause, error.remedy)
        return Ready(self._device or "")

    def scan(
        self,
        source: Source = Source.FLATBED,
        *,
        cancel: threading.Event,
        progress: Callable[[Progress], None] = lambda _: None,
        limit: int | None = None,
    ) -> Iterator[Frame]:
        """Yield each page as soon as it is scanned; see `Scanner.scan`. The bytes are scanimage's PNG, untouched."""
        if self._recorder is not None:
            self._recorder.add(What.CALL, call="scan", source=source.value, limit=limit)
        if cancel.is_set():
            raise Cancelled()
        try:
            abilities = self._ask(cancel)
            wishes = arguments(abilities, source, mode=self._mode, resolution_dpi=self._resolution)
            limit = 1 if source is Source.FLATBED else limit
            yield from self._pages([*wishes, *_counted(limit)], cancel, progress)
        except (DeviceAbsent, DeviceFault):
            # it may come back under another name, or be another scanner
            self._forget()
            raise

    def _pages(
        self, wishes: list[str], cancel: threading.Event, progress: Callable[[Progress], None]
    ) -> Iterator[Frame]:
        with page_folder() as folder:
            batch = [f"--batch={folder}/page-%04d.png", "--batch-print", "--progress", "--format=png"]
            with self._child([*self._at(), *batch, *wishes, *self._options]) as child:
                page = count = 0
                for line in child.lines(cancel=cancel, silence_s=self._silence_s):
                    if not line.is_error and line.text.startswith(str(folder)):
                        count += 1
                        yield _taken(Path(line.text))
                    elif found := _SCANNED.match(line.text):
                        page = int(found[1])
                    elif found := _PROGRESS.match(line.text):
                        progress(Progress(page, min(float(found[1]), 100.0)))
                if (error := failure(child.exit_code(), child.said)) is not None:
                    raise error
                if not count:
                    raise nothing_to_scan(child.said)
        log.info("scanned %d pages", count)

    def _ask(self, cancel: threading.Event) -> Abilities:
        """Return what the device can do: asked once, then remembered."""
        if self._abilities is None:
            remembered = self._device is not None and self._named is None
            self._device = self._device or self._first(cancel)
            try:
                self._abilities = self._abilities_now(cancel)
            except DeviceAbsent:
                if not remembered:
                    raise
                # plugged in again, it has another name
                self._device = self._first(cancel)
                self._abilities = self._abilities_now(cancel)
        return self._abilities

    def _abilities_now(self, cancel: threading.Event) -> Abilities:
        said = self._answer([*self._at(), *self._options, "--all-options"], cancel, ASK_S)
        return parse_abilities("\n".join(said))

    def _first(self, cancel: threading.Event) -> str:
        found = found_scanners(self._listing(cancel))
        if not found:
            raise DeviceAbsent(
                "没有找到扫描仪 · No scanner was found",
                "请检查扫描仪的电源和数据线 · Check power and cable of the scanner",
            )
        log.info("scanner found: %s", found[0][0])
        return found[0][0]

    def list_devices(self, *, cancel: threading.Event) -> list[tuple[str, str]]:
        """Return (SANE name, maker and model) of every scanner attached; takes seconds. Raises as `scan` does."""
        return found_scanners(self._listing(cancel))

    def _listing(self, cancel: threading.Event) -> list[str]:
        return self._answer(["--formatted-device-list=%d|%v %m%n"], cancel, LIST_S)

    def _answer(self, arguments: list[str], cancel: threading.Event, within_s: float) -> list[str]:
        with self._child(arguments) as child:
            said: list[Line] = list(child.lines(cancel=cancel, silence_s=within_s))
            if (error := failure(child.exit_code(), child.said)) is not None:
                raise error
        return [line.text for line in said if not line.is_error]

    def _child(self, arguments: list[str]) -> Run:
        return self._start([*self._command, *arguments], self._environ)

    def _at(self) -> list[str]:
        return [f"--device-name={self._device}"]

    def _forget(self) -> None:
        self._device, self._abilities = self._named, None


def found_scanners(lines: list[str]) -> list[tuple[str, str]]:
    """Read the device list: "name|maker and model" a line. Video nodes, which SANE lists too, are left to the cameras."""
    found = [line.partition("|") for line in lines if "|" in line]
    return [(name, model.strip()) for name, _, model in found if name and not name.startswith("v4l:")]


def _counted(limit: int | None) -> list[str]:
    return [] if limit is None else [f"--batch-count={limit}"]


def _taken(path: Path) -> Frame:
    """Read a page and delete its file. Raises `BadImage`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadImage("图像文件太大 · The image file is too large")
        data = path.read_bytes()
    except OSError as error:
        raise BadImage(f"扫描的图像无法读取 · The scanned image cannot be read ({error.strerror})") from error
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
    return frame_of(data)
