"""All workers of one terminal, and which of them does what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import assert_never

from kiosk.flow.answers import Answer, PartChanged, PrinterStopped
from kiosk.flow.doors.effects import (
    AskMatters,
    AskProgress,
    AskReview,
    CheckPin,
    Inspect,
    Leave,
    Note,
    PrintBlank,
    PrintLeaflet,
    RateResult,
    ScanSlip,
    StopScan,
    TryCamera,
    TryPrinter,
)
from kiosk.flow.effects import (
    CallStaff,
    Capture,
    Effect,
    FindCharacters,
    FindWords,
    LookUp,
    PhotographFace,
    PrintSlip,
    ProposeFields,
    Rate,
    ReadCard,
    ReadFace,
    ReadPage,
    Register,
    StopCard,
    Suggest,
    Wipe,
)
from kiosk.flow.handover import FollowHandover, HandOver, HandoverMoved, WithdrawHandover
from kiosk.workers.bus import Bus
from kiosk.workers.tickets import Tickets


@dataclass(frozen=True, slots=True)
class Buses:
    """One thread each."""

    card: Bus
    camera: Bus
    reading: Bus
    writing: Bus
    questions: Bus
    register: Bus
    printing: Bus
    #: PIN, state of the terminal, what is counted
    office: Bus
    handover: Bus
    #: papers on A4; None without a queue for them
    papers: Bus | None = None

    def all(self) -> tuple[Bus, ...]:
        return tuple(bus for f in fields(self) if (bus := getattr(self, f.name)) is not None)


class Crew:
    """Hands out effects and lets through the answers that are still wanted. GUI thread only."""

    def __init__(self, buses: Buses, leave: Callable[[bool], None] = lambda _: None) -> None:
        """`leave` ends the program; True: to begin again at once."""
        self._buses = buses
        self._leave = leave
        self._tickets = Tickets()

    def start(self) -> None:
        for bus in self._buses.all():
            bus.start()

    def stop(self) -> None:
        for bus in self._buses.all():
            bus.stop()

    def hand(self, effect: Effect) -> None:
        """Give `effect` to its worker; returns at once."""
        buses = self._buses
        match effect:
            case ReadCard():
                self._to(buses.card, effect)
            case StopCard():
                buses.card.cancel()
            case Capture() | PhotographFace():
                self._to(buses.camera, effect)
            case ReadPage() | ReadFace() | ProposeFields():
                self._to(buses.reading, effect)
            case FindWords() | FindCharacters():
                # what was written before is of no interest any more
                buses.writing.cancel()
                self._to(buses.writing, effect)
            case LookUp() | Suggest() | Rate() | CallStaff():
                self._to(buses.questions, effect)
            case Register():
                self._to(buses.register, effect)
            case PrintSlip():
                self._to(buses.printing, effect)
            case Wipe():
                self._wipe()
            case AskProgress() | AskMatters() | RateResult() | AskReview():
                self._to(buses.questions, effect)
            case ScanSlip() | TryCamera():
                self._to(buses.camera, effect)
            case StopScan():
                buses.camera.cancel()
            case PrintLeaflet() | TryPrinter():
                self._to(buses.printing, effect)
            case PrintBlank():
                self._to(buses.papers or buses.printing, effect)
            case CheckPin() | Inspect() | Note():
                self._to(buses.office, effect)
            case HandOver() | FollowHandover() | WithdrawHandover():
                buses.handover.cancel()
                self._to(buses.handover, effect)
            case Leave():
                self._leave(effect.again)
            case _:
                assert_never(effect)

    def admits(self, ticket: int, answer: Answer) -> bool:
        """Whether this answer belongs to something the present visit still waits for."""
        if isinstance(answer, PartChanged):
            # of the terminal, not of a visit
            return True
        going_on = isinstance(answer, PrinterStopped) or (isinstance(answer, HandoverMoved) and not answer.last)
        return self._tickets.admit(ticket, final=not going_on)

    def _to(self, bus: Bus, effect: Effect) -> None:
        bus.hand(self._tickets.issue(effect), effect)

    def _wipe(self) -> None:
        """Withdraw everything but a registration that was handed in. A slip whose bytes left comes out all the same."""
        self._tickets.void()
        for bus in self._buses.all():
            # what is counted, and what was printed before, belongs to no visitor
            if bus not in (self._buses.register, self._buses.office):
                bus.cancel()
