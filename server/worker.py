"""Composition root of the background worker. The clocks that alarm have a thread to themselves, so that nothing holds them
up: not a slow channel, which waits for other machines, nor housekeeping, nor the look at everything, which among a million
matters takes longer than an hour may be late."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import DBAPIError, OperationalError

from server.accounts import kiosks
from server.accounts import service as accounts
from server.administration import planned
from server.analysis import counting
from server.audit import anchors, looking
from server.cases import alarms, handovers, settling, telling
from server.clocks import service as clocks
from server.clocks.ladder import Step
from server.core.centre import Centre
from server.core.database import snapshot, transaction
from server.core.work import Work
from server.instructions import alarms as instructions
from server.invariants.every import watch
from server.invariants.trail import TRAIL
from server.monitoring import service as monitoring
from server.monitoring.service import Job
from server.notify import texts
from server.notify.listener import announce
from server.notify.sending import Sender
from server.supervision import following, supervising

log = logging.getLogger("hall.server.worker")

ACTOR = "system:worker"
#: clocks handled in one transaction: short enough that nobody waits for it
BATCH = 250
#: what a slow channel takes longer is recorded by a later round
SEND_SECONDS = 2.0
#: a calendar arrives with an update, so nobody waits for the minute
SETTLE_SECONDS = 600.0
TIDY_SECONDS = 60.0
#: a report tells of days, and nobody reads it by the second
FIGURES_SECONDS = 60.0
#: looking at everything takes its time, and what was changed by hand does not run away
WATCH_SECONDS = 3600.0
#: what was recorded before this can no longer be cut from the end unseen
ANCHOR_SECONDS = 300.0


@dataclass
class Round:
    """What one round of the sweep did, and how late it was."""

    expired: int = 0
    #: warnings before the end and steps after it
    warned: int = 0
    #: clocks left for the next round because somebody was at work on their matter
    busy: int = 0
    #: seconds between the moment an alarm was due and the moment it was handled
    lateness: list[float] = field(default_factory=list)

    def add(self, batch: clocks.Batch, now: datetime) -> None:
        ended = sum(alarm.step is Step.EXPIRED for alarm in batch.alarms)
        self.expired += ended
        self.warned += len(batch.alarms) - ended
        self.busy += batch.busy
        self.lateness += [(now - alarm.at).total_seconds() for alarm in batch.alarms]

    def figures(self) -> dict[str, int | float]:
        """Counts, and lateness in seconds: the middle one, the 99th of a hundred, the worst."""
        late = sorted(self.lateness) or [0.0]
        return {
            "expired": self.expired,
            "warned": self.warned,
            "busy": self.busy,
            "lateness_p50_seconds": round(late[len(late) // 2], 3),
            "lateness_p99_seconds": round(late[min(len(late) - 1, len(late) * 99 // 100)], 3),
            "lateness_max_seconds": round(late[-1], 3),
        }


def sweep(centre: Centre) -> int:
    """Run one round; return how many limits ran out."""
    return sweep_round(centre).expired


def sweep_round(centre: Centre) -> Round:
    """Hand every alarm that is due to its case, oldest first, each exactly once, also after a crash: moving the clock
    to its next alarm and recording this one are one transaction."""
    done, after = Round(), None
    while True:
        with transaction(centre.engine, centre.domain) as session:
            work = Work(session, centre, centre.clock(), ACTOR)
            batch = clocks.sweep(session, work.now, BATCH, after=after, free=partial(alarms.free, session))
            alarms.hand_over(work, batch.alarms)
        done.add(batch, work.now)
        if batch.after is None:
            return done
        # from the oldest on again, which may be what another worker held when it died; past those that are in use
        after = batch.after if batch.busy else None


def settle(centre: Centre) -> int:
    """Give provisional due times their true ones, with regimes and calendars read anew; return of how many matters."""
    clocks.open_book.cache_clear()
    return settling.settle(centre, ACTOR)


def tidy(centre: Centre) -> None:
    """Forget sessions that are over, nonces that the clock check refuses anyway, and visits handed over on days gone by."""
    with transaction(centre.engine) as session:
        now = centre.clock()
        accounts.sweep_sessions(session, now)
        kiosks.sweep_nonces(session, now)
    with transaction(centre.engine) as session:
        handovers.sweep(Work(session, centre, centre.clock(), ACTOR))


def look(centre: Centre) -> None:
    """Look whether everything holds that must always hold, and keep what was found for administrators and auditors."""
    with snapshot(centre.engine) as session:
        records = looking.length(session)
    found = watch(centre)
    with transaction(centre.engine) as session:
        work = Work(session, centre, centre.clock(), ACTOR)
        monitoring.looked(session, work.now, [failure.invariant for failure in found])
        looking.note(work, records, [failure.sentence for failure in found if failure.invariant == TRAIL.name])


def take_up(centre: Centre) -> int:
    """Make the changes of master data whose day has come; return how many."""
    with transaction(centre.engine, centre.domain) as session:
        return planned.take_up(Work(session, centre, centre.clock(), ACTOR))


def anchor(centre: Centre) -> None:
    """Write a checkpoint of the audit trail."""
    with transaction(centre.engine) as session:
        anchors.write(Work(session, centre, centre.clock(), ACTOR))


@dataclass
class Timer:
    """A job and the pause between two of its runs."""

    job: Callable[[Centre], object]
    every: timedelta
    next_at: datetime

    def run(self, centre: Centre) -> None:
        if centre.clock() >= self.next_at:
            self.job(centre)
            self.next_at = centre.clock() + self.every


def run(centre: Centre, stop: threading.Event) -> None:
    """Work until `stop` is set. A database that is away for a while is waited for; what failed is tried again. What no
    thread expected ends them all, and is raised here."""
    now = centre.clock()
    pause = timedelta(seconds=centre.settings.sweep_seconds)
    housekeeping = [
        Timer(settle, timedelta(seconds=SETTLE_SECONDS), now),
        Timer(tidy, timedelta(seconds=TIDY_SECONDS), now),
        Timer(counting.refresh, timedelta(seconds=FIGURES_SECONDS), now),
        Timer(anchor, timedelta(seconds=ANCHOR_SECONDS), now),
        Timer(take_up, timedelta(seconds=TIDY_SECONDS), now),
    ]
    reading = [Timer(look, timedelta(seconds=WATCH_SECONDS), now + timedelta(seconds=WATCH_SECONDS))]
    beside = [
        _Beside("notices", stop, partial(_tell, centre, stop)),
        _Beside("housekeeping", stop, partial(_keep, centre, stop, housekeeping, pause)),
        _Beside("texts", stop, partial(_keep, centre, stop, [Timer(texts.send_due, pause, now)], pause)),
    ]
    # it only reads until its last moment: nobody waits for its end
    looks = _Beside("look", stop, partial(_keep, centre, stop, reading, pause), daemon=True)
    told = partial(announce, centre.engine)
    centre.news.connect(told)
    for one in (*beside, looks):
        one.start()
    try:
        _keep(centre, stop, [Timer(_report, pause, now)], pause)
    finally:
        stop.set()
        for one in beside:
            one.join()
        centre.news.disconnect(told)
    for one in (*beside, looks):
        if one.failure is not None:
            raise one.failure


class _Beside(threading.Thread):
    """A thread beside the clocks. When it fails the worker ends, for whoever keeps it running to start it anew."""

    def __init__(self, name: str, stop: threading.Event, work: Callable[[], None], *, daemon: bool = False) -> None:
        super().__init__(name=name, daemon=daemon)
        self.failure: Exception | None = None
        self._work, self._until = work, stop

    def run(self) -> None:
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - raised again by who waits for this thread
            self.failure = error
            self._until.set()


def _keep(centre: Centre, stop: threading.Event, timers: list[Timer], pause: timedelta) -> None:
    while not stop.is_set():
        try:
            for timer in timers:
                timer.run(centre)
        except OperationalError as error:
            log.error("the database does not answer: %s", type(error.orig).__name__)
        soonest = min(timer.next_at for timer in timers) - centre.clock()
        stop.wait(min(max(soonest, timedelta(milliseconds=10)), pause).total_seconds())


def _report(centre: Centre) -> None:
    done = sweep_round(centre)
    figures = done.figures()
    if done.lateness:
        log.info("sweep: %s", " ".join(f"{name}={value}" for name, value in figures.items()))
    _beat(centre, Job.SWEEP, len(done.lateness), float(figures["lateness_p99_seconds"]) if done.lateness else None)


def tell(centre: Centre, sender: Sender) -> None:
    """One round of notices: write the bulletins, let deputies stand in, tell of late answers and of what is followed, lay
    out, send what is due."""
    telling.publish(centre)
    telling.stand_in(centre)
    instructions.sweep(centre)
    supervising.sweep(centre)
    following.tell(centre)
    telling.lay_out(centre)
    done = sender.round(SEND_SECONDS)
    _beat(centre, Job.NOTICES, done.sent)


def _tell(centre: Centre, stop: threading.Event) -> None:
    sender, failing = telling.sender(centre), False
    while not stop.is_set():
        try:
            tell(centre, sender)
            failing = False
        except DBAPIError as error:
            # logged once: a database that is away stays away for a while
            if not failing:
                log.error("notices wait for the database: %s", type(error.orig).__name__)
            failing = True
        stop.wait(centre.settings.sweep_seconds)
    try:
        sender.close()
    except DBAPIError as error:
        # what went out and is not recorded goes out once more when its claim has run out
        log.error("notices on their way could not be recorded: %s", type(error.orig).__name__)


def _beat(centre: Centre, job: Job, handled: int, late: float | None = None) -> None:
    with transaction(centre.engine) as session:
        monitoring.beat(session, job, centre.clock(), handled=handled, late=late)
