"""A test read in steps that a person can follow, and a driver run through a recording."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from drivers.cards import CardReader, IdentityCard
from drivers.cards.pcsc import PcscCardReader
from drivers.cards.present import WARNINGS, as_data, as_lines
from drivers.cards.replay import Replay
from drivers.cards.samreader import SamCardReader
from drivers.cards.serial import BOOT_S
from drivers.core.errors import DeviceError
from drivers.core.recording import Recording
from drivers.core.status import Absent, Faulty, Ready, Status

#: a recording gives each card at least one outcome; more than this is a driver that goes round in circles
_MOST_OUTCOMES = 1000
_WAIT_S = 2.0
#: between two looks at a reader that boots
LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a test read."""

    passed: bool
    words: str
    remedy: str = ""
    seconds: float = 0.0


def trial(reader: CardReader, *, timeout: float) -> Iterator[Step]:
    """Yield the steps of a test read, ending with the first that fails. The words hold no identity data."""
    never = threading.Event()
    match _settled(reader):
        case Ready(detail):
            yield Step(True, f"读卡器应答 · The reader answers: {detail}")
        case Absent(cause, remedy) | Faulty(cause, remedy):
            yield Step(False, cause, remedy)
            return
    try:
        yield Step(True, "请把身份证平放在读卡区 · Lay an ID card on the reader")
        began = time.monotonic()
        if not reader.wait_card(timeout=timeout, cancel=never):
            yield Step(
                False,
                f"{timeout:g} 秒内没有发现卡 · No card was found within {timeout:g} s",
                "请平放身份证；卡若一直在上面，先拿开 · Lay the card flat; if it lay there before, lift it first",
            )
            return
        yield Step(True, "发现卡 · A card was found", seconds=round(time.monotonic() - began, 3))
        began = time.monotonic()
        card = reader.read(cancel=never)
    except DeviceError as error:
        yield Step(False, error.cause, error.remedy)
        return
    seconds = round(time.monotonic() - began, 3)
    yield Step(
        True,
        f"读出 {len(card.raw_text)} 字节文字、{len(card.raw_photo)} 字节照片，用时 {seconds:.2f} s · read",
        "",
        seconds,
    )
    for warning in card.warnings:
        yield Step(True, f"提醒 · Note: {WARNINGS[warning]}")


def _settled(reader: CardReader) -> Status:
    """How the reader is; one that does not answer yet may have been plugged in a moment ago, or the machine is busy.

    One look at a line gives up within a second, because keepers of readers look often.
    """
    deadline = time.monotonic() + BOOT_S
    while isinstance(status := reader.status(), Faulty) and time.monotonic() < deadline:
        threading.Event().wait(LOOK_S)
    return status


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a driver made of a part of a recording: a card, or an error."""

    card: IdentityCard | None = None
    error: DeviceError | None = None
    seconds: float = field(default=0.0, compare=False)

    def as_data(self) -> dict[str, Any]:
        """Return plain JSON types."""
        if self.card is not None:
            return {"card": as_data(self.card), "seconds": self.seconds}
        assert self.error is not None
        name, cause, remedy = type(self.error).__name__, self.error.cause, self.error.remedy
        return {"error": name, "cause": cause, "remedy": remedy, "seconds": self.seconds}

    def lines(self) -> list[str]:
        """Return lines for people."""
        if self.card is not None:
            return [f"✓ {self.seconds:.2f} s", *(f"  {line}" for line in as_lines(self.card, show=False))]
        assert self.error is not None
        return [f"✗ {self.seconds:.2f} s  {self.error.cause}", f"  → {self.error.remedy}"]


def replayed(recording: Recording, *, real_time: bool = True) -> list[Outcome]:
    """Run the driver of `recording` through it and return what came of each card, in order.

    Dates are judged as of the day of the recording. Raises `ValueError` for a recording of something else.
    """
    if recording.kind != "card":
        raise ValueError(f"不是读卡器的录制 · Not a recording of a card reader: {recording.kind!r}")
    replay = Replay(recording, real_time=real_time)
    outcomes: list[Outcome] = []
    never = threading.Event()
    with _driver(recording, replay) as reader:
        while not replay.exhausted and len(outcomes) < _MOST_OUTCOMES:
            began, position = time.monotonic(), replay.position
            try:
                if not reader.wait_card(timeout=_WAIT_S, cancel=never):
                    if replay.position == position:
                        break
                    continue
                outcome = Outcome(card=reader.read(cancel=never))
            except DeviceError as error:
                # the driver may go on asking when the recording is over; that says nothing about the device
                if replay.exhausted and outcomes:
                    break
                outcome = Outcome(error=error)
            outcomes.append(Outcome(outcome.card, outcome.error, round(time.monotonic() - began, 3)))
    return outcomes


def _driver(recording: Recording, replay: Replay) -> PcscCardReader | SamCardReader:
    day = _day(recording.started)
    if recording.driver == "pcsc":
        profile = str(recording.options.get("profile", ""))
        return PcscCardReader("", today=lambda: day, profile=profile, open_service=replay.open_service)
    return SamCardReader(replay.open_port, today=lambda: day)


def _day(started: str) -> date:
    try:
        return datetime.fromisoformat(started).date()
    except ValueError as error:
        raise ValueError(f"开始时间读不懂 · The start cannot be read: {started!r}") from error
