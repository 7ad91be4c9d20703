"""Composition root of the background worker: clocks that ran out, and housekeeping."""

from __future__ import annotations

import logging
import threading

from sqlalchemy.exc import OperationalError

from server.accounts import kiosks
from server.accounts import service as accounts
from server.cases import service as cases
from server.clocks import service as clocks
from server.core.centre import Centre
from server.core.database import transaction
from server.core.work import Work

log = logging.getLogger("hall.server.worker")

ACTOR = "system:worker"
#: clocks handled in one transaction: short enough that nobody waits for it
BATCH = 100
#: PostgreSQL: somebody is at work on this matter. Waiting for them while holding the clock could be a deadlock, because
#: they may be about to meet that very clock; the next round finds out.
_LOCKED = "55P03"


def sweep(centre: Centre) -> int:
    """Hand every clock that ran out to its case, oldest first; return how many. Each exactly once, also after a crash:
    marking the clock and recording the event are one transaction."""
    handled = 0
    while True:
        try:
            with transaction(centre.engine, centre.domain) as session:
                work = Work(session, centre, centre.clock(), ACTOR)
                expired = clocks.sweep(session, work.now, BATCH)
                for one in expired:
                    cases.clock_expired(work, one.case_id, one.rule, one.due_at)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", "") == _LOCKED:
                return handled
            raise
        handled += len(expired)
        if len(expired) < BATCH:
            return handled


def tidy(centre: Centre) -> None:
    """Forget sessions that are over and nonces that the clock check refuses anyway."""
    with transaction(centre.engine) as session:
        now = centre.clock()
        accounts.sweep_sessions(session, now)
        kiosks.sweep_nonces(session, now)


def run(centre: Centre, stop: threading.Event) -> None:
    """Work until `stop` is set. A database that is away for a while is waited for."""
    while not stop.is_set():
        try:
            handled = sweep(centre)
            tidy(centre)
        except OperationalError as error:
            log.error("the database does not answer: %s", type(error.orig).__name__)
        else:
            if handled:
                log.info("%d clocks ran out", handled)
        stop.wait(centre.settings.sweep_seconds)
