"""Devices looked after by the thread that owns them: real carriers that vanish and come back, printers switched off and on."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.faults import Fault
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam
from drivers.core.healthfile import load
from drivers.core.keeping import Keeper
from drivers.core.status import Ready
from drivers.core.supervision import Health, Policy, State
from drivers.core.waking import Waking
from kiosk.flow.answers import Answer, CardRead, Failed, PartChanged, Printed
from kiosk.flow.effects import PrintSlip, ReadCard
from kiosk.flow.visit import Mishap, Part
from kiosk.settings import Device, Printer
from kiosk.workers.bus import Bus
from kiosk.workers.card import CardWorker
from kiosk.workers.device import Opened, maker
from kiosk.workers.keepers import telling
from kiosk.workers.papers import QueueWorker
from kiosk.workers.printing import PrintingWorker
from printers.profiles import load as load_profile
from printers.transport.simulator import VirtualPrinter
from tests.flows.people import MORNING, RECEIPT

SOON = 10.0
FAST = Policy(ready=0.05, first=0.05, longest=0.1)
READER = "card reader"

Answers = queue.SimpleQueue[tuple[int, Answer]]


@pytest.fixture
def answers() -> Answers:
    return queue.SimpleQueue()


class Socket:
    """A place to plug readers in: a path that leads to a pty, or nowhere."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "ttyCARD"
        self._line: SamPty | None = None

    def plug(self, card: bool = False) -> SimulatedSam:
        line = SamPty(SimulatedSam(physics=INSTANT))
        line.__enter__()
        fresh = self.path.with_suffix(".new")
        fresh.symlink_to(line.path)
        fresh.replace(self.path)
        self._line = line
        if card:
            line.sam.insert(sample_card())
        return line.sam

    def pull(self) -> None:
        self.path.unlink(missing_ok=True)
        if self._line is not None:
            self._line.unplug()
            self._line.__exit__(None, None, None)
            self._line = None


@pytest.fixture
def socket(tmp_path: Path) -> Iterator[Socket]:
    socket = Socket(tmp_path)
    yield socket
    socket.pull()


def keeper(folder: Path, answers: Answers, part: Part, name: str = READER) -> Keeper:
    say = telling(part, name, lambda ticket, answer: answers.put((ticket, answer)))
    return Keeper(name, folder / "devices.json", say, now=lambda: MORNING, policy=FAST)


@pytest.fixture
def bus(tmp_path: Path, socket: Socket, answers: Answers) -> Iterator[Bus]:
    def make() -> CardWorker:
        device = Device(driver="serial", options={"port": str(socket.path)})
        reader = Opened(maker("card", device, lambda: MORNING), keeper(tmp_path, answers, Part.READER))
        return CardWorker(reader)

    bus = Bus("card", make, lambda ticket, answer: answers.put((ticket, answer)))
    bus.start()
    yield bus
    bus.stop()


def health(folder: Path, name: str = READER) -> Health:
    return load(folder / "devices.json")[name]


def test_between_visits_a_reader_that_comes_and_goes_is_told_unasked(
    bus: Bus, socket: Socket, answers: Answers, tmp_path: Path
) -> None:
    assert answers.get(timeout=SOON) == (0, PartChanged(Part.READER, works=False))
    socket.plug()
    assert answers.get(timeout=SOON) == (0, PartChanged(Part.READER, works=True))
    socket.pull()
    assert answers.get(timeout=SOON) == (0, PartChanged(Part.READER, works=False))
    kept = health(tmp_path)
    assert (kept.state, kept.losses, kept.recoveries, kept.keeper) == (State.ABSENT, 1, 1, os.getpid())
    assert kept.last_error is not None
    assert "dialout" in kept.last_error.remedy


@pytest.mark.expect_log("card reader: ")
def test_a_cable_pulled_while_a_visitor_waits_is_said_at_once_and_the_card_is_read_after_it_is_back(
    bus: Bus, socket: Socket, answers: Answers, tmp_path: Path
) -> None:
    socket.plug()
    while answers.get(timeout=SOON) != (0, PartChanged(Part.READER, works=True)):
        continue
    bus.hand(1, ReadCard())
    socket.pull()
    pulled = time.monotonic()
    told = [answers.get(timeout=SOON)[1], answers.get(timeout=SOON)[1]]
    assert time.monotonic() - pulled < 2.0
    assert told == [PartChanged(Part.READER, works=False), Failed("card", Mishap.READER_ABSENT)]
    socket.plug(card=True)
    assert answers.get(timeout=SOON) == (0, PartChanged(Part.READER, works=True))
    bus.hand(2, ReadCard())
    ticket, answer = answers.get(timeout=SOON)
    assert ticket == 2
    assert isinstance(answer, CardRead)
    bus.stop()
    kept = health(tmp_path)
    assert (kept.reads, kept.losses, kept.keeper) == (1, 1, 0)
    assert kept.opens >= 2


@pytest.mark.parametrize("at", [1, 700, 1283])
def test_a_card_pulled_at_any_byte_costs_a_read_and_not_the_reader(
    bus: Bus, socket: Socket, answers: Answers, at: int
) -> None:
    sam = socket.plug(card=True)
    while answers.get(timeout=SOON) != (0, PartChanged(Part.READER, works=True)):
        continue
    sam.faults.arm(Fault.PULL, str(at))
    bus.hand(1, ReadCard())
    assert answers.get(timeout=SOON) == (1, Failed("card", Mishap.CARD_REMOVED))
    sam.insert(sample_card())
    bus.hand(2, ReadCard())
    assert isinstance(answers.get(timeout=SOON)[1], CardRead)


def test_a_card_left_on_the_reader_is_read_once(bus: Bus, socket: Socket, answers: Answers) -> None:
    sam = socket.plug(card=True)
    while answers.get(timeout=SOON) != (0, PartChanged(Part.READER, works=True)):
        continue
    bus.hand(1, ReadCard())
    assert isinstance(answers.get(timeout=SOON)[1], CardRead)
    bus.hand(2, ReadCard())
    with pytest.raises(queue.Empty):
        answers.get(timeout=0.6)
    sam.insert(sample_card())
    assert answers.get(timeout=SOON)[0] == 2


class Clocks:
    """A machine whose sleep the test decides."""

    def __init__(self) -> None:
        self.awake = 100.0
        self.asleep = 0.0

    def sleep(self, seconds: float) -> None:
        self.asleep += seconds

    def waking(self) -> Waking:
        return Waking(lambda: self.awake + self.asleep, lambda: self.awake)


def test_after_a_sleep_the_device_is_opened_again(socket: Socket, tmp_path: Path, answers: Answers) -> None:
    clocks = Clocks()
    device = Device(driver="serial", options={"port": str(socket.path)})
    kept = keeper(tmp_path, answers, Part.READER)
    reader = Opened(maker("card", device, lambda: MORNING), kept, clocks.waking())
    socket.plug()
    first = reader.get()
    assert reader.get() is first
    clocks.sleep(3600)
    assert reader.get() is not first
    assert kept.health.opens == 2
    reader.leave()


def test_a_process_that_was_stopped_opens_its_devices_again() -> None:
    clocks = Clocks()
    waking = clocks.waking()
    clocks.awake += 5.0
    assert not waking.slept(5.0)
    clocks.awake += 60.0
    assert waking.slept(5.0)
    assert not waking.slept(5.0)


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not done():
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)


def test_a_printer_switched_off_and_on_is_told_and_counted(tmp_path: Path, answers: Answers) -> None:
    profile = load_profile("generic-80mm")
    with VirtualPrinter(profile) as printer:
        port, uri = printer.port, printer.uri
        kept = keeper(tmp_path, answers, Part.PRINTER, "printer")
        worker = PrintingWorker(Printer(uri=uri, profile=profile.name), tmp_path, kept)
        bus = Bus("printing", lambda: worker, lambda ticket, answer: answers.put((ticket, answer)))
        bus.start()
        assert answers.get(timeout=SOON) == (0, PartChanged(Part.PRINTER, works=True))
        bus.hand(1, PrintSlip("v", RECEIPT, 0))
        assert answers.get(timeout=SOON) == (1, Printed())
        printer.body.set_cover(opened=True)
        assert answers.get(timeout=SOON) == (0, PartChanged(Part.PRINTER, works=False))
        printer.body.set_cover(opened=False)
        assert answers.get(timeout=SOON) == (0, PartChanged(Part.PRINTER, works=True))
    assert answers.get(timeout=SOON) == (0, PartChanged(Part.PRINTER, works=False))
    with VirtualPrinter(profile, port=port):
        assert answers.get(timeout=SOON) == (0, PartChanged(Part.PRINTER, works=True))
        bus.stop()
    found = health(tmp_path, "printer")
    assert (found.prints, found.losses, found.recoveries) == (1, 2, 2)


def test_a_queue_for_a4_papers_is_written_down(tmp_path: Path, answers: Answers) -> None:
    kept = keeper(tmp_path, answers, Part.PRINTER, "queue")
    bus = Bus("papers", lambda: QueueWorker("cups:///a4?socket=/nowhere", kept, tmp_path), lambda *_: None)
    bus.start()
    until(lambda: "queue" in load(tmp_path / "devices.json"))
    bus.stop()
    assert health(tmp_path, "queue").state is State.ABSENT


def test_counters_go_on_after_a_restart_and_the_state_begins_anew(tmp_path: Path, answers: Answers) -> None:
    first = keeper(tmp_path, answers, Part.READER)
    first.opened()
    first.leave()
    again = keeper(tmp_path, answers, Part.READER)
    assert replace(again.health, told="") == Health(opens=1, keeper=os.getpid())


def test_a_keeper_that_looks_seldom_or_waits_long_still_says_that_it_is_there(tmp_path: Path) -> None:
    file, seconds = tmp_path / "devices.json", [0.0]

    def now() -> datetime:
        return MORNING + timedelta(seconds=seconds[0])

    kept = Keeper(
        "scanner", file, lambda *_: None, now=now, policy=Policy(ready=120.0), clock=lambda: 1000.0 + seconds[0]
    )
    kept.saw(Ready())
    for seconds[0] in (30.0, 60.0, 90.0):
        assert 0 < kept.due() <= 30.0
        assert load(file)["scanner"].told == now().isoformat()
    seconds[0] = 120.0
    assert kept.due() == 0
