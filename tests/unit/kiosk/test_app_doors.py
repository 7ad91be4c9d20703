"""The whole terminal behind its other doors: real window, real threads, a simulated printer, no centre."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import qrcode
from PIL import Image
from PySide6.QtCore import QCoreApplication, QTimer
from pytestqt.qtbot import QtBot

from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam
from kiosk.app import Kiosk, application
from kiosk.exits import Exit
from kiosk.flow.answers import CardRead
from kiosk.flow.doors.events import (
    AttendantAsked,
    DoorOpened,
    ExitAsked,
    LeafletAsked,
    PinTyped,
    PlaceChosen,
    TopicChosen,
    TrialAsked,
)
from kiosk.flow.doors.state import Asking, Attending, Place, Said, Trial
from kiosk.flow.events import Abandoned, Continued, Event, StaffAsked, Started, WentBack
from kiosk.flow.visit import Help, PrintState, Step, Visit
from kiosk.health.pin import hashed
from kiosk.settings import load
from kiosk.ui.topics import groups
from printers.profiles import load as load_profile
from printers.transport.simulator import VirtualPrinter
from tests.flows.people import LI, MORNING, RECEIPT

SOON_MS = 20_000
PIN = "246810"


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(load_profile("generic-80mm")) as printer:
        yield printer


@pytest.fixture
def line() -> Iterator[SamPty]:
    with SamPty(SimulatedSam(physics=INSTANT)) as line:
        yield line


@pytest.fixture
def kiosk(qtbot: QtBot, tmp_path: Path, printer: VirtualPrinter, line: SamPty) -> Iterator[Kiosk]:
    application()
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "1.png").write_bytes(slip())
    settings = load(
        None,
        data_dir=tmp_path / "kiosk",
        card={"driver": "serial", "options": {"port": line.path}},
        camera={"driver": "folder", "options": {"folder": str(tmp_path / "pages")}},
        printer={"uri": printer.uri, "profile": "generic-80mm"},
        screen={"fullscreen": False, "width": 540, "height": 960},
        models_dir=str(tmp_path / "no-models"),
        attendant={"pin_hash": hashed(PIN)},
    )
    kiosk = Kiosk(settings, now=lambda: MORNING)
    with qtbot.waitSignal(kiosk.ready, timeout=SOON_MS):
        kiosk.start()
    yield kiosk
    kiosk.stop()


def slip() -> bytes:
    """A photographed slip with the code of its receipt."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, box_size=8)
    code.add_data(RECEIPT.progress_link)
    page = Image.new("RGB", (1200, 1600), "white")
    page.paste(code.make_image().get_image().convert("RGB"), (300, 300))
    held = io.BytesIO()
    page.save(held, "PNG")
    return held.getvalue()


def until(qtbot: QtBot, kiosk: Kiosk, holds: Callable[[Visit], bool], *then: Event) -> Visit:
    for event in then:
        kiosk.happened(event)
    qtbot.waitUntil(lambda: holds(kiosk.visit), timeout=SOON_MS)
    return kiosk.visit


def room(visit: Visit) -> Attending:
    assert isinstance(visit.door, Attending)
    return visit.door


def test_a_notice_is_printed_and_asking_says_honestly_that_the_centre_is_away(
    qtbot: QtBot, kiosk: Kiosk, printer: VirtualPrinter
) -> None:
    topic = groups()[0].topics[0]
    opened = (DoorOpened(Step.GUIDE, "d-1", MORNING), TopicChosen(topic), LeafletAsked())
    until(qtbot, kiosk, lambda v: v.print_state is PrintState.PRINTED, *opened)
    assert printer.body.wait_for_slips(1, 5)
    assert "欠条" in printer.slips[0].text and "信访接待大厅" in printer.slips[0].text
    kiosk.happened(Abandoned())
    scan = (DoorOpened(Step.ASK, "d-2", MORNING), PlaceChosen(Place.SCAN))
    asked = until(qtbot, kiosk, lambda v: isinstance(v.door, Asking) and v.door.said is not Said.NOTHING, *scan)
    assert isinstance(asked.door, Asking) and asked.door.said is Said.OFFLINE, "the code of the slip was read"


def test_the_attendant_comes_in_the_middle_of_a_visit_and_leaves_it_as_it_was(
    qtbot: QtBot, kiosk: Kiosk, printer: VirtualPrinter, line: SamPty
) -> None:
    until(qtbot, kiosk, lambda v: v.step is Step.CARD, Started("v-1", MORNING), Continued())
    kiosk.happened(CardRead(LI))
    before = until(qtbot, kiosk, lambda v: v.step is Step.EARLIER and not v.busy)
    called = until(qtbot, kiosk, lambda v: "staff" not in v.busy, StaffAsked())
    assert called.help is Help.UNREACHABLE
    until(qtbot, kiosk, lambda v: room(v).report is not None, AttendantAsked("a-1"), PinTyped(PIN))
    report = room(kiosk.visit).report
    assert report is not None and dict(report.mishaps)["staff_unreachable"] == 1
    until(qtbot, kiosk, lambda v: room(v).worked is not None, TrialAsked(Trial.PRINT))
    assert room(kiosk.visit).worked and printer.body.wait_for_slips(1, 5)
    assert "打印测试页" in printer.slips[0].text.replace(" ", "")
    until(qtbot, kiosk, lambda v: room(v).tried is Trial.PHOTO and room(v).worked is not None, TrialAsked(Trial.PHOTO))
    assert (room(kiosk.visit).worked, room(kiosk.visit).found) == (True, "1200 × 1600")
    kiosk.happened(TrialAsked(Trial.READ))
    line.sam.insert(sample_card())
    until(qtbot, kiosk, lambda v: room(v).worked is not None)
    assert room(kiosk.visit).worked and kiosk.visit.holder is None
    kiosk.happened(WentBack())
    after = kiosk.visit
    assert (after.step, after.holder, after.visit_id) == (Step.EARLIER, LI, before.visit_id)


def test_the_ways_out_end_the_program_with_the_codes_its_keeper_knows(qtbot: QtBot, kiosk: Kiosk) -> None:
    until(qtbot, kiosk, lambda v: room(v).admitted, AttendantAsked("a-1"), PinTyped(PIN))
    app = QCoreApplication.instance()
    assert app is not None
    QTimer.singleShot(0, lambda: kiosk.happened(ExitAsked(again=True)))
    assert app.exec() == Exit.RESTART
    QTimer.singleShot(0, lambda: kiosk.happened(ExitAsked(again=False)))
    assert app.exec() == Exit.LEFT
