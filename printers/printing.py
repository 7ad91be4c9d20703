"""Print once: a job has a key, and no mishap yields two originals or a false "printed".

States of a key in the journal, and who moves it:

    (new) ──> queued ──────────> sent ──> printed ──> taken
                │  ^               │ │
                v  │ print again   │ └──> unknown ──settle(came_out=True)───> printed
              failed <─────────────│───────┘ └──────settle(came_out=False)──> failed
                                   └ a call that finds `sent` left by an earlier one: unknown

* `queued`, `failed`: not one byte of the job left for the printer. The same key may be printed (again).
* `sent`: written to the journal before the first byte leaves, so a crash at any later moment is found here.
* `printed`: the printer answered GS r (or GS ( H with this job's id), which it does only after everything before it (and the cut) is done, and it
  answered sensibly before and after. Printing such a key again sends nothing.
* `unknown`: the line broke, the printer fell silent, or lies. Never sent again until a person has looked.
* `taken`: the visitor has the slip.

When paper runs out or the cover is opened in the middle, a printer that already holds the whole job prints the rest
once mended, so sending it again would make a second original: the outcome says `finishes_itself`. With
`Patience.hold_s` the call keeps the line open meanwhile and still ends in `Printed`; without, the job stays `sent`.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import assert_never

from drivers.core.errors import Cancelled
from printers.conversation import Conversation
from printers.journal import JobState, Journal
from printers.outcome import (
    CoverOpen,
    CutterJam,
    Outcome,
    OutOfPaper,
    Printed,
    PrinterAbsent,
    PrinterFault,
    Stopped,
    Unknown,
    stopped,
)
from printers.profiles import Profile, Proof
from printers.status import (
    ASK_PROCESS_ID,
    ASK_WHEN_DONE,
    PROCESS_ID_BYTES,
    REPORT_CHANGES,
    REPORT_NOTHING,
    HeadHot,
    NearEnd,
)
from printers.status import Unknown as UnknownStatus
from printers.transport.base import ConnectionLost, PrinterNotFound, Transport

log = logging.getLogger("hall.printers.printing")

#: ESC @, the first bytes of what the renderer makes
RESET = b"\x1b@"
#: nothing of the job has left
UNSENT = frozenset({JobState.QUEUED, JobState.FAILED})
#: it is out: never sent again
DONE = frozenset({JobState.PRINTED, JobState.TAKEN})
UNSETTLED = frozenset({JobState.SENT, JobState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Job:
    """`key` names the paper (visit id and copy number), never a person; `payload` is what a renderer made."""

    key: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds."""

    #: for one status answer; printers answer within milliseconds, slow network cards within 0.2 s, a busy machine later
    answer_s: float = 1.0
    #: for the printer to take the job; what waits on our side after that leaves while the proof is awaited
    write_s: float = 15.0
    #: for the proof, while the printer says it works: a slip takes 2 to 5 s
    proof_s: float = 20.0
    #: between two looks at the status while printing
    poll_s: float = 0.3
    #: before asking a person, when the printer answers nothing: the slip should be out by then
    blind_s: float = 6.0
    #: for a person to load paper or close the cover, with the line kept open; 0 reports at once
    hold_s: float = 0.0
    #: for a hot head to cool down
    hot_s: float = 120.0


def print_once(
    job: Job,
    connect: Callable[[], Transport],
    journal: Journal,
    cancel: Event,
    *,
    profile: Profile,
    notice: Callable[[Stopped], None] | None = None,
    patience: Patience = Patience(),
) -> Outcome:
    """Print `job` unless its key was printed before; blocks, so call it from a worker.

    `notice` hears of a printer that stops in the middle while the call goes on waiting (`Patience.hold_s`).
    Raise `Cancelled` when `cancel` is set before the first byte left; afterwards a cancel yields `Unknown`.
    """
    state = journal.enter(job.key)
    if state not in UNSENT:
        return _seen_before(job, state, connect, journal, profile, patience)
    _stop_if(cancel)
    try:
        transport = connect()
    except PrinterNotFound as error:
        journal.move(job.key, JobState.FAILED, only_from=UNSENT)
        return PrinterAbsent(error.cause, error.remedy)
    with transport:
        talk = Conversation(transport, patience.answer_s)
        try:
            before = talk.status(profile.sensors)
        except ConnectionLost as error:
            journal.move(job.key, JobState.FAILED, only_from=UNSENT)
            return PrinterAbsent(error.cause, PrinterNotFound.remedy)
        if stop := stopped(before, sent=False, complete=False):
            journal.move(job.key, JobState.FAILED, only_from=UNSENT)
            return stop
        _stop_if(cancel)
        if not journal.move(job.key, JobState.SENT, only_from=UNSENT):
            # Another thread or process prints this key at this moment.
            return Printed(already=True) if journal.state(job.key) in DONE else Unknown()
        believed = profile.proof is not Proof.NONE and not isinstance(before, UnknownStatus)
        process_id = _process_id(job.key) if believed and profile.proof is Proof.PROCESS_ID else b""
        try:
            data = _with_questions(job.payload, profile, process_id) if believed else job.payload
            talk.send(data, patience.write_s, proves=believed, reports=profile.reports, process_id=process_id)
            outcome = (
                _await_proof(talk, transport, cancel, profile, notice, patience)
                if believed
                else _await_blindly(cancel, patience)
            )
        except ConnectionLost as error:
            log.info("connection lost while printing")
            outcome = Unknown(cause=error.cause)
    _record(job.key, outcome, journal)
    return outcome


def settle(key: str, came_out: bool, journal: Journal) -> JobState | None:
    """Enter what a person saw for a job nobody could prove; return its state, None for a key never seen."""
    journal.move(key, JobState.PRINTED if came_out else JobState.FAILED, only_from=UNSETTLED)
    return journal.state(key)


def mark_taken(key: str, journal: Journal) -> bool:
    """Enter that the visitor has the slip; False when it was not printed."""
    return journal.move(key, JobState.TAKEN, only_from=frozenset({JobState.PRINTED}))


def _seen_before(
    job: Job,
    state: JobState,
    connect: Callable[[], Transport],
    journal: Journal,
    profile: Profile,
    patience: Patience,
) -> Outcome:
    """Answer for a key whose bytes left already; sends nothing but status questions."""
    if state in DONE:
        return Printed(already=True)
    if state is JobState.SENT:
        try:
            with connect() as transport:
                now = Conversation(transport, patience.answer_s).status(profile.sensors)
        except (PrinterNotFound, ConnectionLost):
            now = UnknownStatus()
        # The line was closed in between: whether the printer still holds the rest is not known any more.
        if stop := stopped(now, sent=True, complete=False):
            return stop
        journal.move(job.key, JobState.UNKNOWN, only_from=frozenset({JobState.SENT}))
    return Unknown()


def _await_proof(
    talk: Conversation,
    transport: Transport,
    cancel: Event,
    profile: Profile,
    notice: Callable[[Stopped], None] | None,
    patience: Patience,
) -> Outcome:
    give_up_at = monotonic() + patience.proof_s
    hot_until = give_up_at + patience.hot_s
    hold_until: float | None = None
    waiting = transport.pending()
    while not cancel.is_set() and monotonic() < give_up_at:
        proof = talk.proof(patience.poll_s)
        now = talk.status(profile.sensors)
        before, waiting = waiting, transport.pending()
        if waiting < before:
            # A slip of dots takes a minute at 9600 baud: a printer that takes bytes is at work.
            give_up_at = monotonic() + patience.proof_s
        if proof is not None and not proof.end:
            # A printer that answers 00 to everything would pass for one with paper: it must still answer sensibly.
            near_end = proof.near_end or isinstance(now, NearEnd)
            return Unknown() if isinstance(now, UnknownStatus) else Printed(near_end=near_end)
        if isinstance(now, HeadHot) and monotonic() < hot_until:
            give_up_at = monotonic() + patience.proof_s
        if stop := stopped(now, sent=True, complete=waiting == 0):
            if hold_until is None:
                hold_until = monotonic() + patience.hold_s
                if notice is not None and patience.hold_s:
                    notice(stop)
            if monotonic() >= hold_until:
                return stop
            # Time during which a person loads paper is not the printer's.
            give_up_at = monotonic() + patience.proof_s
        else:
            hold_until = None
    return Unknown()


def _await_blindly(cancel: Event, patience: Patience) -> Outcome:
    """Let the slip come out before a person is asked about it."""
    cancel.wait(patience.blind_s)
    return Unknown()


def _record(key: str, outcome: Outcome, journal: Journal) -> None:
    match outcome:
        case Printed():
            journal.move(key, JobState.PRINTED, only_from=UNSETTLED)
        case Unknown() | PrinterAbsent():
            journal.move(key, JobState.UNKNOWN, only_from=frozenset({JobState.SENT}))
        case OutOfPaper() | CoverOpen() | CutterJam() | PrinterFault():
            log.info("the printer stopped in the middle of a job: %s", type(outcome).__name__)
        case _:
            assert_never(outcome)


def _process_id(key: str) -> bytes:
    """Return four printable characters for GS ( H, so that the answer to an earlier job proves nothing."""
    return hashlib.sha256(key.encode()).hexdigest()[:PROCESS_ID_BYTES].upper().encode()


def _with_questions(payload: bytes, profile: Profile, process_id: bytes) -> bytes:
    """Put the request for proof behind the job and, where the printer reports, the request for reports around it."""
    done = ASK_PROCESS_ID + process_id if process_id else ASK_WHEN_DONE
    if not profile.reports:
        return payload + done
    # Some printers take ESC @ for the end of reporting, so the request comes after it.
    start = len(RESET) if payload.startswith(RESET) else 0
    return payload[:start] + REPORT_CHANGES + payload[start:] + REPORT_NOTHING + done


def _stop_if(cancel: Event) -> None:
    if cancel.is_set():
        raise Cancelled
