"""All invariants, and looking at them without holding up anybody who writes."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from server.clocks.calendar import CalendarInvalid
from server.clocks.regime import RegimeInvalid
from server.core.centre import Centre
from server.core.crypto import KeyTrouble
from server.core.database import snapshot
from server.core.work import Work
from server.invariants.counts import COUNTS
from server.invariants.histories import HISTORIES
from server.invariants.holders import HOLDERS
from server.invariants.instructions import INSTRUCTIONS
from server.invariants.limits import LIMITS
from server.invariants.notices import NOTICES
from server.invariants.pages import PAGES
from server.invariants.projections import PROJECTIONS
from server.invariants.recusal import RECUSAL
from server.invariants.rows import ROWS
from server.invariants.rule import Failure, Invariant
from server.invariants.trail import TRAIL

log = logging.getLogger("hall.server.invariants")

EVERY = (HISTORIES, PROJECTIONS, HOLDERS, RECUSAL, LIMITS, PAGES, COUNTS, ROWS, NOTICES, INSTRUCTIONS, TRAIL)


def failures(work: Work) -> list[Failure]:
    """Look at everything; return what does not hold."""
    return [one.failure(sentence) for one in EVERY for sentence in _sentences(one, work)]


def _sentences(one: Invariant, work: Work) -> Iterator[str]:
    """Yield what a check says. A value by hand that no program would write breaks the check off: that is a finding."""
    try:
        yield from one.check(work)
    except (ValueError, TypeError, LookupError, AssertionError, KeyTrouble, RegimeInvalid, CalendarInvalid) as error:
        name = type(error).__name__
        yield f"检查中断：有一行无法读取（被手工改动？）· broke off at a row that cannot be read, edited by hand? ({name})"


def watch(centre: Centre) -> list[Failure]:
    """As `failures`, on a timer: each is logged, without the sentence, which may name a matter."""
    with snapshot(centre.engine) as session:
        session.info.update(centre.domain)
        found = failures(Work(session, centre, centre.clock(), "system:worker"))
    for name in sorted({failure.invariant for failure in found}):
        count = sum(failure.invariant == name for failure in found)
        log.error("invariant %s does not hold: %d times; run: hall admin verify", name, count)
    return found
