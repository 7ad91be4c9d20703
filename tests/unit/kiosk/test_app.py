"""The whole terminal but the fingers: real window, real threads, simulated reader and printer, no centre."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam
from drivers.core.healthfile import load as load_health
from kiosk.app import Kiosk, application
from kiosk.flow.answers import CardRead
from kiosk.flow.events import (
    Abandoned,
    CameAlone,
    CaptureAsked,
    Continued,
    FaceAsked,
    FieldChanged,
    HolderTyped,
    MatterChosen,
    Started,
    SubmitAsked,
)
from kiosk.flow.visit import Mishap, Part, PrintState, Step, Visit
from kiosk.settings import Device, Settings, load
from kiosk.uplink.remote import Remote
from printers.profiles import load as load_profile
from printers.transport.simulator import VirtualPrinter
from server.contract.v1.terminals import RemoteSettings
from tests.flows.people import LI, MORNING

SOON_MS = 20_000


@pytest.fixture
def line() -> Iterator[SamPty]:
    with SamPty(SimulatedSam(physics=INSTANT)) as line:
        yield line


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(load_profile("generic-80mm")) as printer:
        yield printer


@pytest.fixture
def settings(tmp_path: Path, line: SamPty, printer: VirtualPrinter) -> Settings:
    pages = tmp_path / "pages"
    pages.mkdir()
    Image.new("RGB", (900, 1200), "white").save(pages / "1.png")
    return load(
        None,
        data_dir=tmp_path / "kiosk",
        card={"driver": "serial", "options": {"port": line.path}},
        camera={"driver": "folder", "options": {"folder": str(pages)}},
        printer={"uri": printer.uri, "profile": "generic-80mm"},
        screen={"fullscreen": False, "width": 540, "height": 960},
        # no models here: what reading does is tested where it lives
        models_dir=str(tmp_path / "no-models"),
    )


@pytest.fixture
def kiosk(qtbot: QtBot, settings: Settings) -> Iterator[Kiosk]:
    application()
    kiosk = Kiosk(settings, now=lambda: MORNING)
    with qtbot.waitSignal(kiosk.ready, timeout=SOON_MS):
        kiosk.start()
    yield kiosk
    kiosk.stop()


def until(qtbot: QtBot, kiosk: Kiosk, reached: Callable[[Visit], bool]) -> None:
    qtbot.waitUntil(lambda: reached(kiosk.visit), timeout=SOON_MS)


def test_a_visit_without_a_centre_ends_with_a_printed_provisional_slip(
    qtbot: QtBot, kiosk: Kiosk, line: SamPty, printer: VirtualPrinter
) -> None:
    kiosk.happened(Started("11111111-1111-4111-8111-111111111111", MORNING))
    kiosk.happened(Continued())
    line.sam.insert(sample_card())
    until(qtbot, kiosk, lambda v: v.step is Step.EARLIER and not v.busy)
    assert kiosk.visit.holder is not None
    assert kiosk.visit.holder.verified
    kiosk.happened(MatterChosen(""))
    kiosk.happened(CameAlone())
    kiosk.happened(Continued())
    summary = next(f for f in kiosk.visit.form.fields if f.kind.value == "summary")
    kiosk.happened(FieldChanged(summary.field_id, "路灯不亮"))
    kiosk.happened(Continued())
    until(qtbot, kiosk, lambda v: v.step is Step.SUBMIT and not v.busy)
    kiosk.happened(SubmitAsked(MORNING))
    until(qtbot, kiosk, lambda v: v.step is Step.RECEIPT and v.print_state is PrintState.PRINTED)
    assert kiosk.visit.receipt is not None
    assert kiosk.visit.receipt.provisional
    assert len(printer.slips) == 1
    kiosk.happened(Continued())
    assert kiosk.visit == Visit(missing=kiosk.visit.missing)


def test_a_card_read_for_the_visitor_before_never_appears_in_the_next_visit(qtbot: QtBot, kiosk: Kiosk) -> None:
    kiosk.happened(Started("11111111-1111-4111-8111-111111111111", MORNING))
    kiosk.happened(Continued())
    crew = kiosk._outfit.crew
    former = max(crew._tickets._wanted.values())
    kiosk.happened(Abandoned())
    kiosk.happened(Started("22222222-2222-4222-8222-222222222222", MORNING))
    kiosk.happened(Continued())
    # The driver had finished just before it was cancelled: its answer lies in the queue of the window already.
    kiosk._mailbox.post(former, CardRead(LI))
    with qtbot.waitSignal(kiosk._mailbox.arrived, timeout=SOON_MS):
        pass
    assert (kiosk.visit.step, kiosk.visit.holder) == (Step.CARD, None)


@pytest.mark.expect_log("could not be read")
def test_who_leaves_in_the_middle_leaves_nothing_on_the_disk(qtbot: QtBot, settings: Settings) -> None:
    application()
    # nobody is asked in a test: two seconds without a finger are enough
    limits = settings.limits.model_copy(update={"idle_warn_seconds": 1, "idle_wipe_seconds": 2})
    hasty = settings.model_copy(update={"limits": limits})
    kiosk = Kiosk(hasty, now=lambda: MORNING)
    with qtbot.waitSignal(kiosk.ready, timeout=SOON_MS):
        kiosk.start()
    kiosk.happened(Started("11111111-1111-4111-8111-111111111111", MORNING))
    kiosk.happened(Continued())
    kiosk.happened(HolderTyped(replace(LI, verified=False)))
    until(qtbot, kiosk, lambda v: v.step is Step.EARLIER and not v.busy)
    kiosk.happened(MatterChosen(""))
    kiosk.happened(CameAlone())
    kiosk.happened(CaptureAsked())
    until(qtbot, kiosk, lambda v: len(v.pages) == 1)
    until(qtbot, kiosk, lambda v: v.step is Step.IDLE)
    assert kiosk.visit == Visit(missing=kiosk.visit.missing)
    kiosk.stop()
    kept = {path.name: path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file()}
    # the terminal itself keeps how its devices are and how busy the day was
    assert "devices.json" in kept
    with closing(sqlite3.connect(settings.data_dir / "outbox.sqlite")) as outbox:
        assert outbox.execute("SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM page)").fetchone() == (0, 0)
    assert not [name for name, content in kept.items() if content.startswith((b"\xff\xd8\xff", b"\x89PNG"))]
    for secret in (LI.name, LI.id_number):
        assert not [name for name, content in kept.items() if secret.encode() in content]


@pytest.mark.expect_log("could not be read")
def test_without_ocr_the_page_is_kept_and_the_form_is_filled_in_by_hand(qtbot: QtBot, kiosk: Kiosk) -> None:
    kiosk.happened(Started("11111111-1111-4111-8111-111111111111", MORNING))
    kiosk.happened(Continued())
    kiosk.happened(HolderTyped(replace(LI, verified=False)))
    until(qtbot, kiosk, lambda v: v.step is Step.EARLIER and not v.busy)
    kiosk.happened(MatterChosen(""))
    kiosk.happened(CameAlone())
    kiosk.happened(CaptureAsked())
    until(qtbot, kiosk, lambda v: len(v.pages) == 1)
    kiosk.happened(Continued())
    until(qtbot, kiosk, lambda v: v.step is Step.FORM and "reading" not in v.busy)
    assert kiosk.visit.pages[0].failed
    assert any(f.kind.value == "summary" for f in kiosk.visit.form.fields)


@pytest.mark.expect_log("a card face could not be read")
def test_without_ocr_a_photographed_card_is_said_and_its_picture_is_no_page(qtbot: QtBot, kiosk: Kiosk) -> None:
    kiosk.happened(Started("11111111-1111-4111-8111-111111111111", MORNING))
    kiosk.happened(Continued())
    kiosk.happened(FaceAsked())
    until(qtbot, kiosk, lambda v: v.mishap is Mishap.FACE_UNREADABLE)
    assert (kiosk.visit.step, kiosk.visit.pages) == (Step.CARD, ())
    kiosk.happened(HolderTyped(replace(LI, verified=False)))
    until(qtbot, kiosk, lambda v: v.step is Step.EARLIER and not v.busy)


def test_a_terminal_ends_in_the_middle_of_a_wait_for_a_card(qtbot: QtBot, settings: Settings) -> None:
    application()
    kiosk = Kiosk(settings, now=lambda: MORNING)
    with qtbot.waitSignal(kiosk.ready, timeout=SOON_MS):
        kiosk.start()
    kiosk.happened(Started("11111111-1111-4111-8111-111111111111", MORNING))
    kiosk.happened(Continued())
    kiosk.stop()
    assert kiosk.visit == Visit(missing=kiosk.visit.missing)


def test_devices_pulled_and_plugged_in_again_change_the_way_of_the_visit_without_a_tap(
    qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    application()
    port, papers = tmp_path / "ttyCARD", tmp_path / "camera"
    without = settings.model_copy(
        update={
            "card": Device(driver="serial", options={"port": str(port)}),
            "camera": Device(driver="folder", options={"folder": str(papers)}),
        }
    )
    kiosk = Kiosk(without, now=lambda: MORNING)
    with qtbot.waitSignal(kiosk.ready, timeout=SOON_MS):
        kiosk.start()
    until(qtbot, kiosk, lambda v: {Part.READER, Part.CAMERA} <= v.missing)
    kiosk.happened(Started("11111111-1111-4111-8111-111111111111", MORNING))
    kiosk.happened(Continued())
    assert kiosk.visit.mishap is Mishap.READER_ABSENT
    with SamPty(SimulatedSam(physics=INSTANT)) as line:
        line.sam.insert(sample_card())
        port.symlink_to(line.path)
        until(qtbot, kiosk, lambda v: v.holder is not None and v.holder.verified and not v.busy)
        kiosk.happened(MatterChosen(""))
        kiosk.happened(CameAlone())
        assert kiosk.visit.mishap is Mishap.CAMERA_ABSENT
        papers.mkdir()
        until(qtbot, kiosk, lambda v: v.mishap is None and not v.missing - {Part.OCR})
    until(qtbot, kiosk, lambda v: Part.READER in v.missing and Part.CAMERA not in v.missing)
    kiosk.stop()
    kept = load_health(tmp_path / "kiosk" / "devices.json")
    assert sorted((health.state.value, health.reads) for health in kept.values()) == [
        ("absent", 1),
        ("ready", 0),
        ("ready", 0),
    ]


def test_what_the_centre_set_waits_until_nobody_is_at_the_terminal(qtbot: QtBot, kiosk: Kiosk) -> None:
    kiosk.happened(Started("11111111-1111-4111-8111-111111111111", MORNING))
    kiosk._force.came(Remote(4, RemoteSettings(volume=25, large_type=True, hall_name="远程大厅")))
    kiosk.happened(Continued())
    qtbot.wait(50)
    assert kiosk.screen.voice.volume == 70
    kiosk.happened(Abandoned())
    shell = kiosk.screen.window.rootContext().contextProperty("shell")
    assert (kiosk.screen.voice.volume, shell.property("large"), shell.hall["name"]) == (25, True, "远程大厅")
    kiosk._force.came(Remote(5, RemoteSettings()))
    qtbot.waitUntil(lambda: kiosk.screen.voice.volume == 70, timeout=SOON_MS)
