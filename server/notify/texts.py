"""Short messages to the telephone a petitioner left: sealed until they are sent, empty afterwards.

They go through the gateway of the plan (`[petitioners]`). A worker that dies between sending and noting it sends once
more: better twice than never.
"""

from __future__ import annotations

import json
import logging
import random
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from server.audit import service as audit
from server.core.centre import Centre
from server.core.database import reading, transaction
from server.core.work import Work
from server.core.writing import Row, row_of
from server.notify import apprising
from server.notify.outcome import Gone, Outcome, Refused, Sent, TryAgain
from server.notify.plan import Petitioners, plan_of
from server.notify.tables import DeliveryState, PetitionerText, TextKind

log = logging.getLogger("hall.server.notify")

#: on their way at once, and longer than any attempt takes
AT_ONCE, CLAIM = 8, timedelta(seconds=90)
_GONE = "号码不存在 · there is no such number"
_BROKE_OFF = "发送程序多次中断 · the sender broke off again and again"
#: of mainland China, with or without the country's own
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")


@dataclass(frozen=True, slots=True)
class _Job:
    text: str
    attempts: int
    phone: str
    words: str


def mobile(phone: str) -> str:
    """Return the eleven digits of a mobile number, "" for anything else: a landline takes no text."""
    found = _MOBILE.fullmatch(phone.replace(" ", "").replace("-", ""))
    return found[1] if found else ""


def context(text: str) -> str:
    return f"petitioner_text.sealed:{text}"


def row(work: Work, case_id: str, kind: TextKind, phone: str, words: str, due_at: datetime) -> Row:
    """Return the row of a message that is sent at `due_at`; written with what it tells of."""
    key = secrets.token_hex(16)
    said = json.dumps({"phone": phone, "words": words}, ensure_ascii=False)
    sealed = work.vault.seal_text(said, context(key))
    return row_of(PetitionerText(id=key, case_id=case_id, kind=kind, sealed=sealed, created_at=work.now, due_at=due_at))


def send_due(centre: Centre) -> int:
    """Send what is due, oldest first; return how many attempts were made. Nothing is asked without a gateway."""
    with reading(centre.engine) as session:
        session.info.update(centre.domain)
        gateway, now = plan_of(session).petitioners, centre.clock()
        waiting = _due(now).limit(1)
        if gateway is None or session.exec(waiting).first() is None:
            return 0
    done = 0
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="text") as pool:
        while jobs := _claim(centre):
            outcomes = list(pool.map(lambda job: _send(gateway, job), jobs))
            for job, outcome in zip(jobs, outcomes, strict=True):
                _record(centre, job, outcome)
            done += len(jobs)
    return done


def _due(now: datetime) -> SelectOfScalar[PetitionerText]:
    return (
        select(PetitionerText)
        .where(PetitionerText.state == DeliveryState.WAITING, col(PetitionerText.due_at) <= now)
        .order_by(col(PetitionerText.due_at), col(PetitionerText.id))
    )


def _claim(centre: Centre) -> list[_Job]:
    """Take what is due; each attempt is counted before it is made."""
    jobs = []
    with transaction(centre.engine, centre.domain) as session:
        now, most = centre.clock(), plan_of(session).retry.attempts
        for one in session.exec(_due(now).limit(AT_ONCE).with_for_update(skip_locked=True)).all():
            if one.attempts >= most or one.sealed is None:
                _end(one, DeliveryState.FAILED, one.reason or _BROKE_OFF, now)
                continue
            one.attempts += 1
            one.due_at = now + CLAIM
            said = json.loads(centre.vault.open_text(one.sealed, context(one.id)))
            jobs.append(_Job(one.id, one.attempts, said["phone"], said["words"]))
    return jobs


def _send(gateway: Petitioners, job: _Job) -> Outcome:
    return apprising.say(gateway.address(job.phone), "", job.words)


def _record(centre: Centre, job: _Job, outcome: Outcome) -> None:
    with transaction(centre.engine, centre.domain) as session:
        now = centre.clock()
        one = session.get_one(PetitionerText, job.text, with_for_update=True)
        match outcome:
            case Sent():
                # nothing of it is needed any more
                one.sealed = None
                _end(one, DeliveryState.SENT, "", now)
            case Refused(reason):
                _end(one, DeliveryState.FAILED, reason, now)
            case Gone():
                _end(one, DeliveryState.FAILED, _GONE, now)
            case TryAgain(reason, after):
                pause = plan_of(session).retries.pause(job.attempts, random.random())
                if pause is None:
                    _end(one, DeliveryState.FAILED, reason, now)
                else:
                    one.reason = reason[:300]
                    one.due_at = now + max(pause, timedelta(seconds=after or 0))
            case _:
                assert_never(outcome)
        if one.state == DeliveryState.FAILED:
            log.warning("a text was given up after %d attempts; see: hall admin notices texts", job.attempts)


def _end(one: PetitionerText, state: DeliveryState, reason: str, now: datetime) -> None:
    one.state, one.reason, one.ended_at = state, reason[:300], now


def failed(work: Work) -> list[PetitionerText]:
    """Return what was given up, the newest first."""
    wanted = select(PetitionerText).where(PetitionerText.state == DeliveryState.FAILED)
    return list(work.session.exec(wanted.order_by(col(PetitionerText.created_at).desc()).limit(500)).all())


def retry(work: Work) -> int:
    """Try everything again that was given up; return how many."""
    given_up = failed(work)
    for one in given_up:
        one.state, one.attempts, one.due_at = DeliveryState.WAITING, 0, work.now
        one.ended_at, one.reason = None, ""
    audit.record(work, "notices.retried", "texts:all")
    return len(given_up)


def overdue(work: Work, slack: timedelta) -> int:
    """Return how many wait longer than they should: no worker runs, or the plan has no gateway any more."""
    waiting = (PetitionerText.state == DeliveryState.WAITING, col(PetitionerText.due_at) < work.now - slack)
    return work.session.exec(select(func.count()).select_from(PetitionerText).where(*waiting)).one()
