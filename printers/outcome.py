"""How a print job ended, as a closed union. Each says in words an office understands what happened and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from printers import status

FINISHES = "装好后打印机会自己打完，请勿重复打印 · It finishes by itself afterwards; do not print again"
RETRY = "处理好后再次打印 · Then print again"
LOOK = "处理好后请看回执是否完整 · Then look whether the slip is complete"


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer proved it. `already`: it was printed by an earlier call, nothing was sent now."""

    already: bool = False
    near_end: bool = False
    cause = "已打印 · Printed"
    remedy = ""


@dataclass(frozen=True, slots=True)
class _Stopped:
    """The printer stands still.

    Not `sent`: nothing left for the printer, the same job can be printed again once it is mended. `sent` and
    `finishes_itself`: the printer holds all of it and prints the rest when mended. `sent` alone: somebody has to look.
    """

    sent: bool = False
    finishes_itself: bool = False


@dataclass(frozen=True, slots=True)
class OutOfPaper(_Stopped):
    cause = status.OutOfPaper.cause

    @property
    def remedy(self) -> str:
        return _remedy(status.OutOfPaper.remedy, self)


@dataclass(frozen=True, slots=True)
class CoverOpen(_Stopped):
    cause = status.CoverOpen.cause

    @property
    def remedy(self) -> str:
        return _remedy(status.CoverOpen.remedy, self)


@dataclass(frozen=True, slots=True)
class CutterJam(_Stopped):
    cause = status.CutterJam.cause

    @property
    def remedy(self) -> str:
        return _remedy(status.CutterJam.remedy, self)


@dataclass(frozen=True, slots=True)
class PrinterFault(_Stopped):
    """Offline for a reason the printer does not name."""

    cause = status.Offline.cause

    @property
    def remedy(self) -> str:
        return _remedy(status.Offline.remedy, self)


@dataclass(frozen=True, slots=True)
class PrinterAbsent:
    """Nothing was sent, because nothing answers at the printer's address."""

    cause: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can say whether the slip came out: ask, then `settle`."""

    cause: str = "无法确认回执是否已打印 · Nobody can say whether the slip was printed"
    remedy: str = "请看出纸口：有没有打出完整的回执？ · Please look: did a complete slip come out?"


Stopped = OutOfPaper | CoverOpen | CutterJam | PrinterFault
Outcome = Printed | Stopped | PrinterAbsent | Unknown


def stopped(state: status.PrinterStatus, *, sent: bool, complete: bool) -> Stopped | None:
    """Return why the printer stands still, None when it does not or does not say.

    `complete`: all bytes are in the printer. Only paper and cover leave its buffer alone; after a jam or a fault it is
    switched off.
    """
    match state:
        case status.OutOfPaper():
            return OutOfPaper(sent, complete)
        case status.CoverOpen():
            return CoverOpen(sent, complete)
        case status.CutterJam():
            return CutterJam(sent)
        case status.Offline():
            return PrinterFault(sent)
        case status.HeadHot():
            # It goes on by itself, so there is nothing to mend.
            return None
        case status.Online() | status.NearEnd() | status.Unknown():
            return None
        case _:
            assert_never(state)


def _remedy(mend: str, how: _Stopped) -> str:
    then = FINISHES if how.finishes_itself else LOOK if how.sent else RETRY
    return (
        "；".join((mend.split(" · ")[0], then.split(" · ")[0])) + f" · {mend.split(' · ')[1]}. {then.split(' · ')[1]}"
    )
