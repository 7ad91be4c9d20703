"""通报: drafted from what is late, published to the units it names, readable for them, its author and who supervises.

A reader finds in it only matters of which they may know: lines and counts of others are left out for whoever they are
kept from (Regulations on Petitioning 2022, Art. 30(3)).
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints
from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col, select

from server.accounts.tables import Account
from server.audit import service as audit
from server.cases import access, deed, service
from server.cases.access import Reader
from server.cases.deed import Words
from server.cases.rules import EventType
from server.cases.tables import PetitionCase
from server.contract.v1 import ErrorCode
from server.contract.v1.base import Answer, Request
from server.core.errors import HallError, not_found
from server.core.work import Work
from server.notify import service as notify
from server.notify.service import Message
from server.notify.tables import NoticeKind
from server.supervision import board, people
from server.supervision.board import Pressing, Wanted
from server.supervision.tables import Circular, CircularItem
from server.units import service as units

#: matters of one circular
MOST = 300
_NEWEST = 100
Title = Annotated[str, StringConstraints(min_length=2, max_length=100)]


class DraftRequest(Request):
    title: Title
    text: Words
    #: only late matters of these units; empty for all
    units: tuple[Annotated[str, Field(max_length=40)], ...] = Field(default=(), max_length=100)


class EditRequest(Request):
    title: Title
    text: Words


class CircularUnit(Answer):
    unit: str
    unit_name: str
    late: int


class CircularLine(Answer):
    petition_id: str
    number: str
    unit: str
    rule: str
    due_at: datetime


class CircularView(Answer):
    id: str
    title: str
    text: str
    author: str
    drafted_at: datetime
    published_at: datetime | None
    #: late matters by unit, the most first
    units: tuple[CircularUnit, ...]
    #: the matters of the reader's own units; of all for who supervises
    lines: tuple[CircularLine, ...]
    can_publish: bool


class CircularHead(Answer):
    id: str
    title: str
    drafted_at: datetime
    published_at: datetime | None


class CircularList(Answer):
    items: tuple[CircularHead, ...]


class Discarded(Answer):
    id: str


def draft(work: Work, who: Reader, body: DraftRequest) -> CircularView:
    """Draft a circular from the late matters the author sees. Raise WRONG_STATE when nothing is late."""
    people.check(work.session, who)
    late, found = board.late(work.session, who, work.now), list[PetitionCase]()
    for unit in body.units or ("",):
        if (room := MOST - len(found)) > 0:
            wanted = Wanted(pressing=Pressing.OVERDUE, unit=unit)
            found += board.leaf(work.session, who, late, wanted, limit=room).cases
    one = Circular(id=uuid.uuid4().hex, author=who.account, words_sealed=b"", drafted_at=work.now, published_at=None)
    items = _late(work, one.id, found)
    if not items:
        raise deed.wrong_state("现在没有逾期的事项，不需要通报。", "Nothing is late; there is nothing to circulate.")
    _write(work, one, body.title, body.text)
    work.session.add(one)
    work.session.flush()
    work.session.add_all(items)
    work.session.flush()
    audit.record(work, "circular.drafted", f"circular:{one.id}")
    return _view(work, who, one)


def edit(work: Work, who: Reader, circular_id: str, body: EditRequest) -> CircularView:
    one = _draft_of(work, who, circular_id)
    _write(work, one, body.title, body.text)
    work.session.add(one)
    work.session.flush()
    audit.record(work, "circular.edited", f"circular:{one.id}")
    return _view(work, who, one)


def discard(work: Work, who: Reader, circular_id: str) -> Discarded:
    one = _draft_of(work, who, circular_id)
    for item in _items(work, one.id):
        work.session.delete(item)
    work.session.flush()
    work.session.delete(one)
    audit.record(work, "circular.discarded", f"circular:{one.id}")
    return Discarded(id=one.id)


def publish(work: Work, who: Reader, circular_id: str) -> CircularView:
    """Publish it to its units. What is no longer late is left out; WRONG_STATE when nothing remains."""
    one = _draft_of(work, who, circular_id)
    items = _items(work, one.id)
    seen = select(PetitionCase).where(access.visible(who), col(PetitionCase.id).in_([item.case_id for item in items]))
    # always in this order, so that two circulars do not wait for each other
    held = {case.id: case for case in work.session.exec(seen.order_by(col(PetitionCase.id)).with_for_update()).all()}
    for item in items:
        work.session.delete(item)
    work.session.flush()
    left = _late(work, one.id, list(held.values()))
    if not left:
        raise deed.wrong_state("所列事项都已办理，不需要通报。", "Everything it names was done meanwhile.")
    title, _ = _words(work, one)
    one.published_at = work.now
    work.session.add(one)
    for item in left:
        case = held[item.case_id]
        service.record(
            work, case, EventType.CIRCULATED, work.now, {"circular": one.id, "unit": item.unit, "text": title}
        )
        work.session.add(item)
    accounts = {
        party.account
        for unit in {item.unit for item in left}
        for party in people.of_unit(work.session, unit, *people.AND_LEADER)
    }
    message = Message("", NoticeKind.SUPERVISION, "有一份督办通报", "请登录系统阅读。", page=f"/circulars/{one.id}")
    notify.enqueue(work, sorted(accounts - {who.account}), message)
    audit.record(work, "circular.published", f"circular:{one.id}")
    work.session.flush()
    return _view(work, who, one)


def read(work: Work, who: Reader, circular_id: str) -> CircularView:
    """Return one as this reader may see it; raise NOT_FOUND. Looking counts as reading its notice."""
    one = _find(work, who, circular_id)
    notify.mark_page_read(work.session, who.account, f"/circulars/{one.id}", work.now)
    audit.record(work, "circular.read", f"circular:{one.id}")
    return _view(work, who, one)


def listed(work: Work, who: Reader) -> CircularList:
    """Return those this reader may see, newest first."""
    wanted = select(Circular).where(_open_to(work, who)).order_by(col(Circular.drafted_at).desc(), col(Circular.id))
    audit.record(work, "circulars.read", f"account:{who.account}")
    return CircularList(
        items=tuple(
            CircularHead(
                id=one.id, title=_words(work, one)[0], drafted_at=one.drafted_at, published_at=one.published_at
            )
            for one in work.session.exec(wanted.limit(_NEWEST)).all()
        )
    )


def _open_to(work: Work, who: Reader) -> ColumnElement[bool]:
    mine = col(Circular.author) == who.account
    own = exists().where(
        col(CircularItem.circular_id) == col(Circular.id), col(CircularItem.unit).in_(who.desks | who.heads)
    )
    published = col(Circular.published_at).is_not(None)
    return or_(mine, published if people.supervises(work.session, who) else and_(published, own))


def _find(work: Work, who: Reader, circular_id: str) -> Circular:
    one = work.session.exec(select(Circular).where(Circular.id == circular_id, _open_to(work, who))).first()
    if one is None:
        raise not_found()
    return one


def _draft_of(work: Work, who: Reader, circular_id: str) -> Circular:
    """Return the author's own draft, held; raise NOT_FOUND, FORBIDDEN, WRONG_STATE."""
    _find(work, who, circular_id)
    held = select(Circular).where(Circular.id == circular_id).with_for_update()
    one = work.session.exec(held.execution_options(populate_existing=True)).one()
    if one.author != who.account:
        raise HallError(
            ErrorCode.FORBIDDEN,
            "通报由起草人修改和发布。",
            "Whoever drafted the circular edits and publishes it.",
            "请联系起草人 · Ask its author.",
        )
    if one.published_at is not None:
        raise deed.wrong_state("通报已经发布。", "The circular is published already.")
    return one


def _late(work: Work, circular_id: str, cases: Sequence[PetitionCase]) -> list[CircularItem]:
    late = board.latest(work.session, [case.id for case in cases if not case.restricted], work.now)
    return [
        CircularItem(
            circular_id=circular_id, case_id=case.id, unit=case.holder, rule=late[case.id][0], due_at=late[case.id][1]
        )
        for case in cases
        if case.id in late
    ]


def _items(work: Work, circular_id: str) -> Sequence[CircularItem]:
    wanted = select(CircularItem).where(CircularItem.circular_id == circular_id)
    return work.session.exec(wanted.order_by(col(CircularItem.due_at), col(CircularItem.case_id))).all()


def context(circular_id: str) -> str:
    return f"circular.words:{circular_id}"


def _write(work: Work, one: Circular, title: str, text: str) -> None:
    said = json.dumps({"title": title, "text": text}, ensure_ascii=False)
    one.words_sealed = work.vault.seal_text(said, context(one.id))


def _words(work: Work, one: Circular) -> tuple[str, str]:
    said = json.loads(work.vault.open_text(one.words_sealed, context(one.id)))
    return said["title"], said["text"]


def _view(work: Work, who: Reader, one: Circular) -> CircularView:
    session = work.session
    wanted = (
        select(CircularItem, PetitionCase.number)
        .join(PetitionCase, col(PetitionCase.id) == col(CircularItem.case_id))
        .where(CircularItem.circular_id == one.id, access.unbarred(who), col(PetitionCase.restricted).is_(False))
    )
    rows = session.exec(wanted.order_by(col(CircularItem.due_at), col(CircularItem.case_id))).all()
    late = Counter(item.unit for item, _ in rows)
    names = {code: found.name for code in late if (found := units.ref(session, code))}
    all_lines = people.supervises(session, who)
    seen = set(
        session.exec(
            select(PetitionCase.id).where(
                access.visible(who), col(PetitionCase.id).in_([item.case_id for item, _ in rows])
            )
        ).all()
    )
    own = who.desks | who.heads
    title, text = _words(work, one)
    author = session.get(Account, one.author)
    return CircularView(
        id=one.id,
        title=title,
        text=text,
        author=author.display if author else "",
        drafted_at=one.drafted_at,
        published_at=one.published_at,
        units=tuple(
            CircularUnit(unit=code, unit_name=names.get(code, code), late=number)
            for code, number in sorted(late.items(), key=lambda row: (-row[1], row[0]))
        ),
        lines=tuple(
            CircularLine(petition_id=item.case_id, number=number, unit=item.unit, rule=item.rule, due_at=item.due_at)
            for item, number in rows
            if item.case_id in seen and (all_lines or item.unit in own)
        ),
        can_publish=one.author == who.account and one.published_at is None,
    )
