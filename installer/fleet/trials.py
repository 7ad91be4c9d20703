"""A test read, a test picture, a test print: in steps that a person can follow."""

from __future__ import annotations

import hashlib
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from drivers.cards.trial import Step, trial
from drivers.core.building import build
from drivers.core.errors import DeviceError
from drivers.core.status import Absent, Faulty, Ready, Status
from drivers.health import today

if TYPE_CHECKING:
    from kiosk.health.devices import Configured
    from printers.outcome import Outcome

#: says whether paper may be used on the device of this title
Consent = Callable[[str], bool]


def steps(device: Configured, *, timeout: float, consent: Consent, picture: Path | None) -> Iterator[Step]:
    """Yield the steps of the test for this kind of device, ending with the first that fails."""
    if device.kind == "card":
        yield from _card(device, timeout)
    elif device.kind == "camera":
        yield from _camera(device, picture)
    else:
        yield from _paper(device, consent)


def _card(device: Configured, timeout: float) -> Iterator[Step]:
    try:
        reader = build("card", device.driver, device.options, today)
    except DeviceError as error:
        yield Step(False, error.cause, error.remedy)
        return
    with reader:
        yield from trial(reader, timeout=timeout)


def _camera(device: Configured, picture: Path | None) -> Iterator[Step]:
    try:
        camera = build("camera", device.driver, device.options, today)
    except DeviceError as error:
        yield Step(False, error.cause, error.remedy)
        return
    with camera:
        answered = _answered(camera.status())
        yield answered
        if not answered.passed:
            return
        began = time.monotonic()
        try:
            frame = camera.capture(cancel=threading.Event())
        except DeviceError as error:
            yield Step(False, error.cause, error.remedy)
            return
        seconds = round(time.monotonic() - began, 3)
        size = f"{frame.width}×{frame.height} {frame.media_type}，{len(frame.data) // 1024} KB"
        digest = hashlib.sha256(frame.data).hexdigest()[:12]
        yield Step(True, f"拍到 · A picture was taken: {size}，{seconds:.2f} s，SHA-256 {digest}…", "", seconds)
        if picture is not None:
            yield _kept(picture, frame.data)


def _kept(path: Path, data: bytes) -> Step:
    try:
        path.write_bytes(data)
    except OSError as error:
        return Step(
            False, f"无法写入图像 · The picture cannot be written: {error}", "请换一个位置 · Choose another place"
        )
    return Step(True, f"图像在 · The picture is in {path}")


def _paper(device: Configured, consent: Consent) -> Iterator[Step]:
    answered = _answered(device.check())
    yield answered
    if not answered.passed:
        return
    if not consent(device.title):
        yield Step(
            True,
            "没有打印：未得到同意 · Nothing was printed: nobody agreed",
            "要打印测试页请加 --yes · To print, give --yes",
        )
        return
    began = time.monotonic()
    try:
        outcome = _print_a4(str(device.options["uri"])) if device.kind == "queue" else _print_slip(device)
    except DeviceError as error:
        yield Step(False, error.cause, error.remedy)
        return
    from printers.outcome import Printed

    seconds = round(time.monotonic() - began, 3)
    yield Step(isinstance(outcome, Printed), outcome.cause, outcome.remedy, seconds)


def _print_slip(device: Configured) -> Outcome:
    from printers.journal import Journal
    from printers.layout.testpage import test_page
    from printers.printing import Job, print_once
    from printers.profiles import load
    from printers.render.escpos import render_escpos
    from printers.transport.uri import open_printer

    uri, profile = str(device.options["uri"]), load(str(device.options["profile"]))
    payload = render_escpos(test_page(profile.title, profile.columns), profile)
    with tempfile.TemporaryDirectory() as folder:
        return print_once(
            Job(f"test/{uuid4()}", payload),
            lambda: open_printer(uri),
            Journal(Path(folder) / "journal.db"),
            threading.Event(),
            profile=profile,
        )


def _print_a4(uri: str) -> Outcome:
    from printers.journal import Journal
    from printers.layout.registration import lay_out
    from printers.layout.sample import sample_registration
    from printers.render.pdf import render_pdf
    from printers.spooling import SpoolJob, print_spooled
    from printers.transport.queue import open_queue

    document = render_pdf(lay_out(sample_registration()))
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal.db")
        return print_spooled(SpoolJob(f"test/{uuid4()}", document), open_queue(uri), journal, threading.Event())


def _answered(status: Status) -> Step:
    match status:
        case Ready(detail):
            return Step(True, f"设备应答 · The device answers: {detail}")
        case Absent(cause, remedy) | Faulty(cause, remedy):
            return Step(False, cause, remedy)
