"""The search of matters is written with them, and made anew from the sealed content."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import delete
from sqlmodel import col, select

from server.cases import blind, people, repository, sealing
from server.cases.tables import CasePerson, CaseSearch, Person, PetitionCase
from server.contract.v1 import Petitioner, RegisterRequest
from server.core.work import Work
from server.core.writing import Draft, Row

_AT_ONCE = 500


def row_of(work: Work, case_id: str, body: RegisterRequest, others: Sequence[Petitioner]) -> Row:
    """Return what a new matter is found by: its petitioner as they came, `others` as the centre keeps them; an anonymous one
    by its words alone."""
    named = [] if body.anonymous else [body.petitioner, *others]
    return {"case_id": case_id, "tokens": blind.tokens_of(work.vault, named, body.matter)}


def renew(work: Work, person_ids: Collection[str]) -> None:
    """Make anew what the matters are found by in which these came with somebody, or were spoken for."""
    beside = select(CasePerson.case_id).where(
        col(CasePerson.person_id).in_(person_ids), CasePerson.role != people.Part.PETITIONER
    )
    kept = select(CaseSearch.case_id, CaseSearch.seq).where(col(CaseSearch.case_id).in_(beside))
    places = dict(work.session.exec(kept).all())
    if not places:
        return
    # SQLite learns of rows that come and go; the order of registration stays
    work.session.execute(delete(CaseSearch).where(col(CaseSearch.case_id).in_(places)))
    draft = Draft()
    draft.insert(CaseSearch, [{**row, "seq": places[row["case_id"]]} for row in rows_again(work, list(places))])
    draft.write(work.session)


def rebuild(work: Work) -> Iterator[int]:
    """Make everything anew, in the order in which the matters came; yield how many are done. One transaction: whoever
    searches meanwhile finds what was there before."""
    work.session.execute(delete(CaseSearch))
    every = repository.every_id(work.session)
    for start in range(0, len(every), _AT_ONCE):
        some = every[start : start + _AT_ONCE]
        draft = Draft()
        draft.insert(CaseSearch, rows_again(work, some))
        draft.write(work.session)
        work.session.expunge_all()
        yield start + len(some)


def rows_again(work: Work, case_ids: Sequence[str]) -> list[Row]:
    """Return what stored matters are found by, from their sealed content."""
    cases = work.session.exec(select(PetitionCase).where(col(PetitionCase.id).in_(case_ids))).all()
    others = work.session.exec(
        select(CasePerson.case_id, Person)
        .join(Person, col(CasePerson.person_id) == col(Person.id))
        .where(col(CasePerson.case_id).in_(case_ids), CasePerson.role != people.Part.PETITIONER)
    ).all()
    named = {case.id: [] if case.anonymous else [sealing.petitioner(work.vault, case)] for case in cases}
    for case_id, person in others:
        named[case_id].append(sealing.person(work.vault, person))
    found = {case.id: blind.tokens_of(work.vault, named[case.id], sealing.matter(work.vault, case)) for case in cases}
    return [{"case_id": one, "tokens": found[one]} for one in case_ids]
