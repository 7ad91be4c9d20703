"""Whether a matter is the first of its kind, repeats or continues an earlier one, and what of that a reader may know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, not_, or_, select

from server.cases import sealing
from server.cases.access import Reader, unbarred
from server.cases.likeness import Facets, likeness
from server.cases.people import Part
from server.cases.sealing import Holding
from server.cases.tables import CasePerson, PetitionCase
from server.contract.v1 import Matter
from server.core.work import Work

#: earlier matters of one person that are compared
COMPARED = 20
#: so many are asked about with one statement
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Flags:
    """本机构初次: never raised at this office. 重复信访: raised before, here or elsewhere (national meaning)."""

    first_here: bool
    repeat: bool
    #: id of the earlier matter it continues, "" for none
    continues: str = ""


class Raised(Holding, Protocol):
    """What is looked at of a matter raised before."""

    @property
    def hall_region(self) -> str: ...
    @property
    def category_code(self) -> str: ...


def judge(work: Work, case: PetitionCase, matter: Matter, earlier: Iterable[Raised]) -> Flags:
    """Judge a matter beside those the same person raised before; they are opened one by one until nothing can change."""
    mine, office = facets_of(case, matter), case.hall_region[:6]
    here = repeat = False
    for other in earlier:
        if other.id == case.continues or likeness(mine, facets(work, other)).likely:
            here, repeat = other.hall_region.startswith(office), True
        if here:
            break
    repeat = repeat or bool(matter.questions.earlier_opinion)
    return Flags(first_here=not here, repeat=repeat, continues=case.continues)


def told(work: Work, who: Reader, cases: Sequence[PetitionCase]) -> dict[str, Flags]:
    """Return for each matter, by id, what this reader is told of earlier ones.

    Whoever is kept away from an earlier matter is told what would be said if nobody had ever raised it: that a person
    comes again would tell the complained-of that the person came before.
    """
    found = {case.id: Flags(case.first_here, case.repeat, case.continues) for case in cases}
    marked = {case.id: case for case in cases if case.repeat or not case.first_here or case.continues}
    others, people = _of_the_same(work, marked)
    kept = _kept(work, who, people)
    hiding = {case_id: theirs for case_id, theirs in others.items() if theirs & kept}
    if not hiding:
        return found
    # judged anew, as if the hidden ones had never been raised
    for case_id, earlier in _earlier(
        work, marked, people, {one: theirs - kept for one, theirs in hiding.items()}
    ).items():
        case = marked[case_id]
        flags = judge(work, case, sealing.matter(work.vault, case), earlier)
        found[case_id] = replace(flags, continues="") if case.continues in kept else flags
    return found


def facets(work: Work, case: Raised) -> Facets:
    return facets_of(case, sealing.matter(work.vault, case))


def facets_of(case: Raised, matter: Matter) -> Facets:
    return Facets(case.category_code, matter.place_region, f"{matter.summary}\n{matter.text}")


def _of_the_same(work: Work, case_ids: Collection[str]) -> tuple[dict[str, set[str]], list[str]]:
    """Return by matter the others of its petitioner, nothing for most; and the ids of those who raised several."""
    petitioner = select(CasePerson.case_id, CasePerson.person_id).where(CasePerson.role == Part.PETITIONER)
    mine = [
        row
        for some in parts(list(case_ids))
        for row in work.session.exec(petitioner.where(col(CasePerson.case_id).in_(some)))
    ]
    # a row for each matter of a person, however many of them the list shows
    theirs: dict[str, set[str]] = {}
    whose = select(CasePerson.person_id, CasePerson.case_id).distinct()
    for some in parts(sorted({person for _, person in mine})):
        for person, case_id in work.session.exec(whose.where(col(CasePerson.person_id).in_(some))):
            theirs.setdefault(person, set()).add(case_id)
    others: dict[str, set[str]] = {}
    for case_id, person in mine:
        if beside := theirs[person] - {case_id}:
            others.setdefault(case_id, set()).update(beside)
    return others, sorted(person for person, found in theirs.items() if len(found) > 1)


def _kept(work: Work, who: Reader, people: Sequence[str]) -> set[str]:
    """Return those of these people's matters that the reader is kept away from: the condition is asked of these few alone."""
    sealed = and_(col(PetitionCase.restricted), col(PetitionCase.holder).not_in(who.desks))
    away = select(PetitionCase.id).where(or_(not_(unbarred(who)), sealed))
    return {one for some in parts(people) for one in work.session.exec(away.where(_raised_by(some)))}


def _raised_by(people: Sequence[str]) -> ColumnElement[bool]:
    return col(PetitionCase.id).in_(select(CasePerson.case_id).where(col(CasePerson.person_id).in_(people)))


def _earlier(
    work: Work, cases: Mapping[str, PetitionCase], people: Sequence[str], others: Mapping[str, Collection[str]]
) -> dict[str, list[Raised]]:
    """Return by matter the newest of these others that came before it; never an accusation."""
    when = select(PetitionCase.id, PetitionCase.received_at, PetitionCase.registered_at)
    at: dict[str, tuple[datetime, datetime]] = {}
    for some in parts(people):
        rows = work.session.exec(when.where(_raised_by(some), col(PetitionCase.restricted).is_(False)))
        at |= {one: (received, registered) for one, received, registered in rows}
    wanted: dict[str, list[str]] = {}
    for case_id, ids in others.items():
        before = sorted(one for one in ids if one in at and at[one][0] < cases[case_id].received_at)
        wanted[case_id] = sorted(before, key=lambda one: at[one][1], reverse=True)[:COMPARED]
    found: dict[str, Raised] = {}
    for some in parts(sorted(set[str]().union(*wanted.values()))):
        opened = (_Row(*row) for row in work.session.execute(_COMPARED.where(col(PetitionCase.id).in_(some))))
        found |= {one.id: one for one in opened}
    return {case_id: [found[one] for one in ids] for case_id, ids in wanted.items()}


class _Row(NamedTuple):
    id: str
    hall_region: str
    category_code: str
    matter_sealed: bytes


_COMPARED = select(*(getattr(PetitionCase, name) for name in _Row._fields))


def parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give as many of them as one statement names at once."""
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
