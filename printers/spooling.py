"""Print once through CUPS: the same keys, states and outcomes as `printers.printing`, for A4 papers.

CUPS opens a job before its document leaves, so the journal holds the job's number from the first byte on. A crash, a
restart of CUPS or of this machine is therefore not the end of the story: the next call asks CUPS what became of it.

* `failed`: CUPS never got the document, or the job was taken back before it began.
* `printed`: CUPS says completed and the printer reports pages (IPP). Over other ways to a printer "completed" means
  only that all bytes were handed on, so somebody has to look (`unknown`), unless the caller trusts the queue.
* stopped in the middle (no paper, cover open): CUPS holds the rest and prints it by itself afterwards.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import assert_never

from drivers.core.errors import Cancelled
from printers.journal import JobState, Journal
from printers.outcome import Outcome, Printed, PrinterAbsent, PrinterFault, Stopped, Unknown, stopped
from printers.printing import DONE, UNSENT, UNSETTLED
from printers.transport.base import ConnectionLost, PrinterNotFound
from printers.transport.queue import CupsQueue, Format, Progress

log = logging.getLogger("hall.printers.spooling")

UNFINISHED = frozenset({Progress.PENDING, Progress.HELD, Progress.PROCESSING, Progress.STOPPED})
HANDED_ON = Unknown(
    "文件已交给打印机，但打印机不报告是否打完 · Handed to the printer, which does not report when it is done",
    "请看出纸口：有没有打出完整的文件？ · Please look: did the whole paper come out?",
)
ABORTED = Unknown(
    "打印作业被中止 · The print job was aborted",
    "请看出纸口有没有打出文件，并检查打印机 · Look whether the paper came out, and check the printer",
)
NOT_KNOWN = Unknown(
    "无法确认文件是否已打印 · Nobody can say whether the paper was printed",
    "请看出纸口：有没有打出完整的文件？ · Please look: did the whole paper come out?",
)
DISABLED = PrinterAbsent(
    "打印队列已停用 · The print queue takes no jobs",
    "请启用队列：cupsaccept 队列名 · Let it take jobs again: cupsaccept QUEUE",
)


@dataclass(frozen=True, slots=True)
class SpoolJob:
    """`key` names the paper, never a person: CUPS shows it as the title of the job."""

    key: str
    document: bytes
    kind: Format = Format.PDF


@dataclass(frozen=True, slots=True)
class SpoolPatience:
    """How long to wait, in seconds."""

    #: for CUPS to say that the job is done: a cold laser printer needs a minute
    done_s: float = 120.0
    poll_s: float = 0.5
    #: a stop must last so long to count: reasons outlive the job that gave them by a moment
    believe_s: float = 2.0
    #: for a person to load paper or close the cover; 0 reports at once
    hold_s: float = 0.0


def print_spooled(
    job: SpoolJob,
    queue: CupsQueue,
    journal: Journal,
    cancel: Event,
    *,
    trust: bool = False,
    notice: Callable[[Stopped], None] | None = None,
    patience: SpoolPatience = SpoolPatience(),
) -> Outcome:
    """Print `job` unless its key was printed before; blocks, so call it from a worker.

    `trust`: take "completed" for printed on any queue. `notice` hears of a stop while the call goes on waiting.
    Raise `Cancelled` when `cancel` is set before the document left; afterwards a cancel ends the waiting only.
    """
    state = journal.enter(job.key)
    if state in DONE:
        return Printed(already=True)
    if state in UNSENT:
        refusal = _hand_over(job, queue, journal, cancel)
        if refusal is not None:
            return refusal
    number = journal.number(job.key)
    outcome = NOT_KNOWN if number is None else _await_done(number, queue, cancel, trust, notice, patience)
    _record(job.key, outcome, journal)
    return outcome


def _hand_over(job: SpoolJob, queue: CupsQueue, journal: Journal, cancel: Event) -> Outcome | None:
    """Give the job to CUPS; return why not, None when it has it (or may have it)."""
    if cancel.is_set():
        raise Cancelled
    try:
        earlier = journal.number(job.key)
        # The state is read after the number: they change together, so a number another thread handed over this moment
        # comes with a state that says so, and its paper is not cancelled under it.
        still_ours = journal.state(job.key) in UNSENT
        if earlier is not None and still_ours and queue.progress(earlier) in UNFINISHED:
            # Somebody said it did not come out, and CUPS would still print it.
            queue.cancel(earlier)
        now = queue.state()
        stop = stopped(now.status, sent=False, complete=False)
        if stop is not None or not now.accepting:
            journal.move(job.key, JobState.FAILED, only_from=UNSENT)
            return stop or DISABLED
        number = queue.open_job(job.key, job.kind)
    except (PrinterNotFound, ConnectionLost) as error:
        journal.move(job.key, JobState.FAILED, only_from=UNSENT)
        return PrinterAbsent(error.cause, error.remedy)
    if not journal.hand_over(job.key, number, only_from=UNSENT):
        # Another thread or process prints this key at this moment; ours stays without a document.
        _take_back(queue, number)
        return Printed(already=True) if journal.state(job.key) in DONE else NOT_KNOWN
    try:
        queue.send(number, job.document, job.kind)
    except (PrinterNotFound, ConnectionLost):
        log.info("the line to CUPS broke while the document was on its way")
    return None


def _take_back(queue: CupsQueue, number: int) -> None:
    try:
        queue.cancel(number)
    except (PrinterNotFound, ConnectionLost):
        log.info("an empty job stays with CUPS, which drops it by itself")


def _await_done(
    number: int,
    queue: CupsQueue,
    cancel: Event,
    trust: bool,
    notice: Callable[[Stopped], None] | None,
    patience: SpoolPatience,
) -> Outcome:
    give_up_at = monotonic() + patience.done_s
    believe_at: float | None = None
    hold_until: float | None = None
    while True:
        stop: Stopped | None = None
        try:
            progress = queue.progress(number)
            now = queue.state()
        except (PrinterNotFound, ConnectionLost):
            # CUPS keeps its jobs through a restart.
            log.info("CUPS does not answer")
        else:
            if (outcome := _ended(progress, confirmed=trust or now.confirms)) is not None:
                return outcome
            stop = stopped(now.status, sent=True, complete=True)
            if progress is Progress.STOPPED:
                stop = stop or PrinterFault(sent=True, finishes_itself=True)
        if stop is None:
            believe_at = hold_until = None
        elif believe_at is None:
            believe_at = monotonic() + patience.believe_s
        elif hold_until is None and monotonic() >= believe_at:
            hold_until = monotonic() + patience.hold_s
            if notice is not None and patience.hold_s:
                notice(stop)
        if stop is not None and hold_until is not None and monotonic() >= hold_until:
            return stop
        if monotonic() >= give_up_at or cancel.wait(patience.poll_s):
            return NOT_KNOWN


def _ended(progress: Progress, *, confirmed: bool) -> Outcome | None:
    match progress:
        case Progress.COMPLETED:
            return Printed() if confirmed else HANDED_ON
        case Progress.CANCELED | Progress.ABORTED:
            return ABORTED
        case Progress.GONE:
            return NOT_KNOWN
        case Progress.PENDING | Progress.HELD | Progress.PROCESSING | Progress.STOPPED:
            return None
        case _:
            assert_never(progress)


def _record(key: str, outcome: Outcome, journal: Journal) -> None:
    if isinstance(outcome, Printed):
        journal.move(key, JobState.PRINTED, only_from=UNSETTLED)
    elif isinstance(outcome, Unknown | PrinterAbsent):
        journal.move(key, JobState.UNKNOWN, only_from=frozenset({JobState.SENT}))
    else:
        log.info("the printer stopped in the middle of a job: %s", type(outcome).__name__)
