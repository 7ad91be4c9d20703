"""What becomes of a device's answer: a simulated reader on a real pty, a folder as camera."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.faults import Fault
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam
from drivers.core.keeping import Keeper
from drivers.scanners.simulator.bench import Fault as ScannerFault
from drivers.scanners.simulator.bench import SimulatedScanner
from kiosk.flow.answers import CardRead, FacePhotographed, Failed, PageCaptured
from kiosk.flow.effects import Capture, PhotographFace, ReadCard
from kiosk.flow.visit import Mishap
from kiosk.settings import Device
from kiosk.workers.camera import CameraWorker
from kiosk.workers.card import CardWorker
from kiosk.workers.device import Opened, maker

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def opened(kind: str, device: Device, folder: Path) -> Opened[Any]:
    keeper = Keeper(device.driver, folder / "devices.json", lambda before, after: None, now=lambda: NOW)
    return Opened(maker(kind, device, lambda: NOW), keeper)


def nothing(_: object) -> None:
    """Workers of devices say nothing before their answer."""


@pytest.fixture
def line() -> Iterator[SamPty]:
    with SamPty(SimulatedSam(physics=INSTANT)) as line:
        yield line


@pytest.fixture
def cards(line: SamPty, tmp_path: Path) -> Iterator[CardWorker]:
    worker = CardWorker(opened("card", Device(driver="serial", options={"port": line.path}), tmp_path))
    yield worker
    worker.close()


def test_the_person_on_the_card_is_told(line: SamPty, cards: CardWorker) -> None:
    line.sam.insert(sample_card())
    event = cards.carry_out(ReadCard(), threading.Event(), nothing)
    assert isinstance(event, CardRead)
    assert (event.holder.id_type, event.holder.verified, len(event.holder.id_number)) == ("111", True, 18)
    assert event.holder.name not in repr(event)


def test_a_card_lifted_mid_read_is_reported_and_the_next_read_works(line: SamPty, cards: CardWorker) -> None:
    line.sam.insert(sample_card())
    line.sam.faults.arm(Fault.PULL, "300")
    assert cards.carry_out(ReadCard(), threading.Event(), nothing) == Failed("card", Mishap.CARD_REMOVED)
    line.sam.faults.clear()
    line.sam.remove()
    line.sam.insert(sample_card())
    assert isinstance(cards.carry_out(ReadCard(), threading.Event(), nothing), CardRead)


@pytest.mark.expect_log("a card that lies there cannot be read")
@pytest.mark.expect_log("serial")
def test_a_card_that_does_not_answer_is_said_and_the_second_time_it_is_the_reader(
    line: SamPty, cards: CardWorker
) -> None:
    said = []
    for _ in range(2):
        line.sam.insert(sample_card())
        line.sam.faults.arm(Fault.STATUS, "47", times=50)
        said.append(cards.carry_out(ReadCard(), threading.Event(), nothing))
        line.sam.faults.clear()
        line.sam.remove()
    assert said == [Failed("card", Mishap.CARD_UNREADABLE), Failed("card", Mishap.READER_ABSENT)]
    line.sam.insert(sample_card())
    assert isinstance(cards.carry_out(ReadCard(), threading.Event(), nothing), CardRead)


def test_a_visitor_who_leaves_ends_the_wait(cards: CardWorker) -> None:
    cancel = threading.Event()
    threading.Timer(0.1, cancel.set).start()
    assert cards.carry_out(ReadCard(), cancel, nothing) is None


@pytest.mark.expect_log("serial: ")
def test_a_reader_plugged_in_later_is_found(line: SamPty, tmp_path: Path) -> None:
    port = tmp_path / "ttyCARD"
    worker = CardWorker(opened("card", Device(driver="serial", options={"port": str(port)}), tmp_path))
    assert worker.carry_out(ReadCard(), threading.Event(), nothing) == Failed("card", Mishap.READER_ABSENT)
    port.symlink_to(line.path)
    line.sam.insert(sample_card())
    assert isinstance(worker.carry_out(ReadCard(), threading.Event(), nothing), CardRead)
    worker.close()


@pytest.mark.expect_log("sane: ")
@pytest.mark.parametrize(
    ("fault", "mishap"),
    [
        (ScannerFault.JAM, Mishap.SCANNER_JAM),
        (ScannerFault.COVER, Mishap.SCANNER_OPEN),
        (ScannerFault.UNPLUG, Mishap.CAMERA_ABSENT),
    ],
)
def test_what_a_visitor_can_mend_at_a_scanner_is_said_as_it_is(
    tmp_path: Path, fault: ScannerFault, mishap: Mishap
) -> None:
    bench = SimulatedScanner(tmp_path)
    options = {"source": "feeder", "command": bench.command, "resolution": 75, "grace_s": 0.5}
    worker = CameraWorker(opened("camera", Device(driver="sane", options=options), tmp_path), lambda: "page-1")
    bench.fault(fault)
    assert worker.carry_out(Capture(), threading.Event(), nothing) == Failed("capture", mishap)
    assert worker.carry_out(PhotographFace(), threading.Event(), nothing) == Failed("face", Mishap.FACE_NO_CAMERA)
    bench.plug()
    assert isinstance(worker.carry_out(Capture(), threading.Event(), nothing), PageCaptured)
    worker.close()


def test_pages_come_from_the_camera_until_there_are_none(tmp_path: Path) -> None:
    Image.new("RGB", (900, 1200), "white").save(tmp_path / "1.png")
    (tmp_path / "2.png").write_bytes(b"not an image")
    camera = opened("camera", Device(driver="folder", options={"folder": str(tmp_path)}), tmp_path)
    worker = CameraWorker(camera, lambda: "page-1")
    event = worker.carry_out(Capture(), threading.Event(), nothing)
    assert isinstance(event, PageCaptured)
    assert (event.page_id, event.media_type, event.data) == ("page-1", "image/png", (tmp_path / "1.png").read_bytes())
    assert worker.carry_out(Capture(), threading.Event(), nothing) == Failed("capture", Mishap.BAD_IMAGE)
    assert worker.carry_out(Capture(), threading.Event(), nothing) == Failed("capture", Mishap.NO_PAGE)
    worker.close()


@pytest.mark.expect_log("folder: ")
def test_a_camera_that_is_not_there_is_said(tmp_path: Path) -> None:
    camera = opened("camera", Device(driver="folder", options={"folder": str(tmp_path / "none")}), tmp_path)
    worker = CameraWorker(camera, lambda: "page-1")
    assert worker.carry_out(Capture(), threading.Event(), nothing) == Failed("capture", Mishap.CAMERA_ABSENT)


@pytest.mark.expect_log("folder: ")
def test_the_front_of_a_card_is_photographed_and_every_failure_has_words_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "camera"
    camera = opened("camera", Device(driver="folder", options={"folder": str(folder)}), tmp_path)
    worker = CameraWorker(camera, lambda: "page-1")
    assert worker.carry_out(PhotographFace(), threading.Event(), nothing) == Failed("face", Mishap.FACE_NO_CAMERA)
    folder.mkdir()
    Image.new("RGB", (900, 1200), "white").save(folder / "1.png")
    event = worker.carry_out(PhotographFace(), threading.Event(), nothing)
    assert event == FacePhotographed((folder / "1.png").read_bytes())
    assert worker.carry_out(PhotographFace(), threading.Event(), nothing) == Failed("face", Mishap.FACE_UNREADABLE)
    worker.close()
