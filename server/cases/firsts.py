"""Whether a matter is the first of its kind, repeats or continues an earlier one, and what of that a reader may know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import and_, col, not_, or_, select

from server.cases import sealing
from server.cases.access import Reader, unbarred
from server.cases.likeness import Facets, likeness
from server.cases.people import Part
from server.cases.tables import CasePerson, PetitionCase
from server.contract.v1 import Matter
from server.core.work import Work

#: earlier matters of one person that are compared
COMPARED = 20
#: of somebody who came often so many are asked about with one statement
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Flags:
    """本机构初次: never raised at this office. 重复信访: raised before, here or elsewhere (national meaning)."""

    first_here: bool
    repeat: bool
    #: id of the earlier matter it continues, "" for none
    continues: str = ""


def judge(work: Work, case: PetitionCase, matter: Matter, earlier: Iterable[PetitionCase]) -> Flags:
    """Judge a matter beside those the same person raised before."""
    mine, office = facets_of(case, matter), case.hall_region[:6]
    same = [other for other in earlier if other.id == case.continues or likeness(mine, facets(work, other)).likely]
    here = any(other.hall_region.startswith(office) for other in same)
    repeat = bool(same) or bool(matter.questions.earlier_opinion)
    return Flags(first_here=not here, repeat=repeat, continues=case.continues)


def told(work: Work, who: Reader, cases: Sequence[PetitionCase]) -> dict[str, Flags]:
    """Return for each matter, by id, what this reader is told of earlier ones.

    Whoever is kept away from an earlier matter is told what would be said if nobody had ever raised it: that a person
    comes again would tell the complained-of that the person came before.
    """
    found = {case.id: Flags(case.first_here, case.repeat, case.continues) for case in cases}
    marked = {case.id: case for case in cases if case.repeat or not case.first_here or case.continues}
    for case_id, hidden in _kept_from(work, who, marked).items():
        found[case_id] = _without(work, who, marked[case_id], hidden)
    return found


def facets(work: Work, case: PetitionCase) -> Facets:
    return facets_of(case, sealing.matter(work.vault, case))


def facets_of(case: PetitionCase, matter: Matter) -> Facets:
    return Facets(case.category_code, matter.place_region, f"{matter.summary}\n{matter.text}")


def _kept_from(work: Work, who: Reader, case_ids: Collection[str]) -> dict[str, set[str]]:
    """Return by matter which others of its petitioner the reader is kept away from; nothing for most."""
    if not case_ids:
        return {}
    mine = work.session.exec(
        select(CasePerson.case_id, CasePerson.person_id).where(
            col(CasePerson.case_id).in_(list(case_ids)), CasePerson.role == Part.PETITIONER
        )
    ).all()
    # a row for each matter of a person, however many of them the list shows
    theirs: dict[str, set[str]] = {}
    whose = select(CasePerson.person_id, CasePerson.case_id).distinct()
    for person, case_id in work.session.exec(
        whose.where(col(CasePerson.person_id).in_(sorted({person for _, person in mine})))
    ):
        theirs.setdefault(person, set()).add(case_id)
    several = (found for found in theirs.values() if len(found) > 1)
    kept = _kept(work, who, sorted(set[str]().union(*several)))
    hidden: dict[str, set[str]] = {}
    for case_id, person in mine:
        if others := (theirs[person] & kept) - {case_id}:
            hidden.setdefault(case_id, set()).update(others)
    return hidden


def _kept(work: Work, who: Reader, case_ids: Sequence[str]) -> set[str]:
    """Return those of these matters that the reader is kept away from: the condition is asked of these few alone."""
    sealed = and_(col(PetitionCase.restricted), col(PetitionCase.holder).not_in(who.desks))
    away = select(PetitionCase.id).where(or_(not_(unbarred(who)), sealed))
    found = set[str]()
    for begin in range(0, len(case_ids), _AT_ONCE):
        found.update(work.session.exec(away.where(col(PetitionCase.id).in_(case_ids[begin : begin + _AT_ONCE]))))
    return found


def _without(work: Work, who: Reader, case: PetitionCase, hidden: Collection[str]) -> Flags:
    """Judge anew, as if the hidden ones had never been raised."""
    petitioner = select(CasePerson.person_id).where(CasePerson.case_id == case.id, CasePerson.role == Part.PETITIONER)
    theirs = select(CasePerson.case_id).where(col(CasePerson.person_id).in_(petitioner))
    earlier = work.session.exec(
        select(PetitionCase)
        .where(
            col(PetitionCase.id).in_(theirs),
            PetitionCase.id != case.id,
            # as `_kept` asks, of however many
            unbarred(who),
            col(PetitionCase.restricted).is_(False),
            col(PetitionCase.received_at) < case.received_at,
        )
        .order_by(col(PetitionCase.registered_at).desc(), col(PetitionCase.id))
        .limit(COMPARED)
    ).all()
    found = judge(work, case, sealing.matter(work.vault, case), earlier)
    return replace(found, continues="") if case.continues in hidden else found
