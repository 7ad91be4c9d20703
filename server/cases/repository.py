"""Rows of a matter: stored on registration, found again by person, number or reader."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from server.cases import reach, sealing
from server.cases.access import Reader, unbarred, visible
from server.cases.tables import (
    Barred,
    CaseExclusion,
    CasePage,
    CaseParty,
    CasePerson,
    Idempotency,
    PageUpload,
    Person,
    PetitionCase,
)
from server.contract.v1 import ErrorCode, PageRef
from server.core.errors import HallError
from server.core.work import Work
from server.core.writing import ALONE, Draft, Row, insert_if_new, later
from server.units.service import PartyAccount


def new_id() -> str:
    return uuid.uuid4().hex


def claim(work: Work, kiosk: str, key: str, content: str) -> Idempotency | None:
    """Take this key for the transaction; return what is kept under it when it was taken before.

    A request in flight with the same key is waited for, not overtaken.
    """
    mine = {"kiosk": kiosk, "key": key, "content_index": content, "case_id": "", "answer_sealed": b""}
    if insert_if_new(work.session, Idempotency, {**mine, "created_at": work.now}):
        return None
    return work.session.get_one(Idempotency, (kiosk, key))


def share_people(work: Work, from_case: str, to_case: str) -> list[str]:
    """Add everybody of one matter to another; return who was not there before."""
    known = set(work.session.exec(select(CasePerson.person_id).where(CasePerson.case_id == to_case)).all())
    rows = work.session.exec(select(CasePerson).where(CasePerson.case_id == from_case)).all()
    fresh = [row for row in rows if row.person_id not in known]
    work.session.add_all(CasePerson(case_id=to_case, person_id=row.person_id, role=row.role) for row in fresh)
    work.session.flush()
    return sorted(row.person_id for row in fresh)


def unshare_people(work: Work, case_id: str, people: Collection[str]) -> None:
    """Take these people out of a matter."""
    gone = delete(CasePerson).where(col(CasePerson.case_id) == case_id, col(CasePerson.person_id).in_(people))
    work.session.exec(gone)
    work.session.flush()


def people_ids(session: Session, case_id: str) -> Sequence[str]:
    return session.exec(select(CasePerson.person_id).where(CasePerson.case_id == case_id)).all()


def people_of(session: Session, case_id: str) -> Sequence[tuple[str, Person]]:
    """Return (part, person) of everybody of a matter."""
    return session.exec(
        select(CasePerson.role, Person)
        .join(Person, col(Person.id) == col(CasePerson.person_id))
        .where(CasePerson.case_id == case_id)
        .order_by(col(CasePerson.role), col(Person.id))
    ).all()


def of_person(session: Session, person_id: str, limit: int) -> Sequence[PetitionCase]:
    """Return the matters of a person, newest first; sealed ones are not listed."""
    return session.exec(
        select(PetitionCase)
        .join(CasePerson, col(CasePerson.case_id) == col(PetitionCase.id))
        .where(CasePerson.person_id == person_id, col(PetitionCase.restricted).is_(False))
        .order_by(col(PetitionCase.registered_at).desc(), col(PetitionCase.id))
        .limit(limit)
    ).all()


def of_same_people(session: Session, who: Reader, case_id: str, limit: int) -> Sequence[PetitionCase]:
    """Return the other matters of the people of this one that the reader may see, newest first."""
    people = select(CasePerson.person_id).where(CasePerson.case_id == case_id)
    theirs = select(CasePerson.case_id).where(col(CasePerson.person_id).in_(people))
    return session.exec(
        select(PetitionCase)
        .where(visible(who), col(PetitionCase.id).in_(theirs), PetitionCase.id != case_id)
        .order_by(col(PetitionCase.registered_at).desc(), col(PetitionCase.id))
        .limit(limit)
    ).all()


def bar(draft: Draft, case_id: str, units: Iterable[str], accounts: Iterable[str]) -> None:
    """Note who must never learn of the matter."""
    kinds = ((Barred.UNIT, units), (Barred.ACCOUNT, accounts))
    draft.insert(
        CaseExclusion,
        [{"case_id": case_id, "kind": kind, "code": code} for kind, codes in kinds for code in sorted(codes)],
    )


def barred_units(session: Session, case_id: str) -> frozenset[str]:
    return _barred(session, case_id, Barred.UNIT)


def barred_accounts(session: Session, case_id: str) -> frozenset[str]:
    return _barred(session, case_id, Barred.ACCOUNT)


def _barred(session: Session, case_id: str, kind: Barred) -> frozenset[str]:
    wanted = select(CaseExclusion.code).where(CaseExclusion.case_id == case_id, CaseExclusion.kind == kind)
    return frozenset(session.exec(wanted.execution_options(**{ALONE: True})).all())


def party_rows(work: Work, case_id: str, people: Iterable[tuple[str, PartyAccount]]) -> list[Row]:
    """Rows of everybody who hears of a matter that nobody has heard of before."""
    return [{"case_id": case_id, "account": party.account, "role": role, "told_at": work.now} for role, party in people]


def told(work: Work, case_id: str, people: Iterable[tuple[str, str]]) -> None:
    """Note (role, account) of everybody who hears of the matter now; who heard before is left as it is."""
    wanted = select(CaseParty.account).where(CaseParty.case_id == case_id)
    known = set(work.session.exec(wanted.execution_options(**{ALONE: True})).all())
    fresh = {account: role for role, account in people if account not in known}
    draft = Draft()
    rows = [{"case_id": case_id, "account": one, "role": role, "told_at": work.now} for one, role in fresh.items()]
    draft.insert(CaseParty, rows)
    later(work.session, draft)


def uploads(session: Session, senders: Collection[str], hashes: Collection[str]) -> Mapping[str, PageUpload]:
    """Return the uploads of these pages by terminal or desk."""
    if not hashes:
        return {}
    rows = session.exec(
        select(PageUpload).where(col(PageUpload.kiosk).in_(list(senders)), col(PageUpload.sha256).in_(list(hashes)))
    ).all()
    return {row.sha256: row for row in rows}


def refuse_missing(pages: Sequence[PageRef], known: Mapping[str, PageUpload]) -> None:
    """Raise PAGE_MISSING when a page named was never uploaded."""
    missing = tuple(f"pages.{n}.sha256" for n, page in enumerate(pages) if page.sha256 not in known)
    if missing:
        raise HallError(
            ErrorCode.PAGE_MISSING,
            "有材料页面尚未上传。",
            "A page of the papers was never uploaded.",
            "请先上传页面再提交 · Upload the pages first.",
            fields=missing,
        )


def page_rows(work: Work, case_id: str, pages: Sequence[PageRef], known: Mapping[str, PageUpload]) -> list[Row]:
    return [
        {
            "case_id": case_id,
            "position": position,
            "sha256": page.sha256,
            "media_type": known[page.sha256].media_type,
            "kind": page.kind,
            "text_sealed": sealing.seal_page_text(work.vault, case_id, position, page.text),
            "lines_sealed": sealing.seal_page_lines(work.vault, case_id, position, page.lines),
        }
        for position, page in enumerate(pages)
    ]


def pages(session: Session, case_id: str) -> Sequence[CasePage]:
    return session.exec(select(CasePage).where(CasePage.case_id == case_id).order_by(col(CasePage.position))).all()


def page(session: Session, case_id: str, position: int) -> CasePage | None:
    return session.get(CasePage, (case_id, position))


def by_number(session: Session, number: str) -> PetitionCase | None:
    return session.exec(select(PetitionCase).where(PetitionCase.number == number)).first()


def of_identity(session: Session, indexes: Sequence[str], limit: int) -> Sequence[PetitionCase]:
    """Return the matters of a person, newest first; sealed ones are not listed."""
    return session.exec(
        select(PetitionCase)
        .join(CasePerson, col(CasePerson.case_id) == col(PetitionCase.id))
        .join(Person, col(Person.id) == col(CasePerson.person_id))
        .where(col(Person.id_index).in_(indexes), col(PetitionCase.restricted).is_(False))
        .order_by(col(PetitionCase.registered_at).desc(), col(PetitionCase.id))
        .limit(limit)
    ).all()


def not_kept_from(session: Session, who: Reader, case_ids: Collection[str]) -> frozenset[str]:
    """Return those of these matters that the reader is not kept away from."""
    if not case_ids:
        return frozenset()
    open_to = select(PetitionCase.id).where(unbarred(who), col(PetitionCase.id).in_(list(case_ids)))
    return frozenset(session.exec(open_to).all())


def belongs_to(session: Session, case_id: str, person_id: str) -> bool:
    return session.get(CasePerson, (case_id, person_id)) is not None


def of_reader(session: Session, who: Reader, states: Iterable[str] | None, limit: int) -> Sequence[PetitionCase]:
    """Return the newest matters of this reader."""
    return reach.page(session, who, _in(states), limit)


def count_of_reader(session: Session, who: Reader, states: Iterable[str] | None) -> int:
    """Count what `of_reader` would list: the same conditions, so that counts and lists agree. `reach.MOST` is that many
    or more."""
    return reach.count(session, who, _in(states))


def _in(states: Iterable[str] | None) -> list[ColumnElement[bool]]:
    return [] if states is None else [col(PetitionCase.state).in_(list(states))]


def every_id(session: Session) -> Sequence[str]:
    return session.exec(select(PetitionCase.id).order_by(col(PetitionCase.received_at))).all()


def parties(session: Session, case_id: str) -> Sequence[str]:
    return session.exec(select(CaseParty.account).where(CaseParty.case_id == case_id)).all()
