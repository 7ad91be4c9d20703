"""Waiting for a card: the holder's first, then those of the people who came along."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow.effects import Effect, ReadCard, StopCard
from kiosk.flow.visit import Holder, Mishap, Part, Step, Visit
from kiosk.reading.result import Source

#: what the visitor mends by laying the card down again: the terminal goes on waiting without a tap
LAY_AGAIN = frozenset({Mishap.CARD_REMOVED, Mishap.NOT_AN_IDENTITY_CARD, Mishap.CARD_UNREADABLE})


def wait_for_holder(visit: Visit, *, try_anyway: bool = False) -> tuple[Visit, tuple[Effect, ...]]:
    """Show the card screen; ask for a card unless the reader waits already, or is known to be missing."""
    if Part.READER in visit.missing and "card" not in visit.busy and not try_anyway:
        return replace(visit, step=Step.CARD, mishap=Mishap.READER_ABSENT, mishap_detail=""), ()
    waiting = replace(visit, step=Step.CARD, busy=visit.busy | {"card"}, mishap=None, mishap_detail="")
    return waiting, () if "card" in visit.busy else (ReadCard(),)


def stop(visit: Visit) -> tuple[Effect, ...]:
    return (StopCard(),) if "card" in visit.busy else ()


def to_be_compared(holder: Holder | None) -> bool:
    """A name read from the print may be misread: the visitor compares it before anything else."""
    return holder is not None and holder.source is Source.PRINT
