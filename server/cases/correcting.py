"""What a person at the screening desk can send a matter to instead: likely classes with their units, and any by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from server.audit import service as audit
from server.cases import access, deed, repository, sealing
from server.cases.access import Reader
from server.cases.rules import CaseState
from server.cases.tables import PetitionCase
from server.contract.v1 import UnitRef
from server.contract.v1.base import Answer
from server.core.time import local
from server.core.work import Work
from server.routing import scheme
from server.routing import service as routing
from server.routing.service import RoutingQuestion
from server.units import service as units

#: classes and units of one search
_MOST = 12
#: large buttons beside the first proposal
_OPTIONS = 5


class OptionView(Answer):
    """A unit, and the class that would make it responsible: six digits, or "" when the unit alone is meant."""

    unit: UnitRef
    category: str
    path: tuple[str, ...]
    #: the words of the text that speak for it
    words: tuple[str, ...] = ()


class ClassView(Answer):
    code: str
    path: tuple[str, ...]
    #: responsible by the duty catalogue, None when it names nobody who may have this matter
    unit: UnitRef | None


class Corrections(Answer):
    #: the class that was chosen already, None for none
    chosen: ClassView | None
    options: tuple[OptionView, ...]
    #: what the search found
    classes: tuple[ClassView, ...]
    units: tuple[UnitRef, ...]
    #: some units are left out, because they must not learn of the matter
    withheld: bool


def proposed(work: Work, case: PetitionCase) -> tuple[OptionView, ...]:
    """Return the likeliest pairs of class and unit, each unit once. None of a sealed matter: its words are sealed too."""
    if case.restricted:
        return ()
    found: dict[str, OptionView] = {}
    away = repository.barred_units(work.session, case.id)
    for one in routing.options(work.session, _question(work, case), away, local(work.now).date()):
        for code in one.units:
            unit = units.ref(work.session, code)
            if unit is not None and code not in found:
                category = one.category
                found[code] = OptionView(unit=unit, category=category.code, path=category.path, words=one.words)
    for unit in sealing.decision(work.vault, case).alternatives:
        if unit.code not in away and units.works(work.session, unit.code):
            found.setdefault(unit.code, OptionView(unit=unit, category="", path=()))
    return tuple(found.values())[:_OPTIONS]


def corrections(work: Work, who: Reader, case_id: str, wanted: str = "", category: str = "") -> Corrections:
    """Return what can be chosen, with what a search for a unit or a class finds; `category`: a class chosen before.

    Raise NOT_FOUND, FORBIDDEN for who does not keep the desk, WRONG_STATE when the matter was sent on already.
    """
    case = access.find(work.session, who, case_id)
    if CaseState(case.state) is not CaseState.SCREENING:
        raise deed.wrong_state("该事项已转送。", "The matter was sent on already.")
    if not access.at_the_desk(who, case):
        raise deed.not_yours()
    away = repository.barred_units(work.session, case.id)
    audit.record(work, "petition.corrections_read", f"case:{case.id}")
    return Corrections(
        chosen=next(iter(_as_views(work, case, away, [category] if category else [])), None),
        options=proposed(work, case),
        classes=_classes(work, case, away, wanted.strip()),
        units=_units(work, case, away, wanted.strip()),
        withheld=bool(away),
    )


def _classes(work: Work, case: PetitionCase, away: frozenset[str], wanted: str) -> tuple[ClassView, ...]:
    if not wanted:
        return ()
    named = [one.code for one in scheme.classes().values() if wanted in "".join((*one.path, one.alias))]
    # people look with the words of the matter (拖欠工资) as often as with those of the scheme
    question = replace(_question(work, case), text=wanted)
    meant = routing.options(work.session, question, away, local(work.now).date())
    hits = list(dict.fromkeys((*named, *(one.category.code for one in meant))))[:_MOST]
    return _as_views(work, case, away, hits)


def _as_views(work: Work, case: PetitionCase, away: frozenset[str], codes: Sequence[str]) -> tuple[ClassView, ...]:
    made = routing.options(work.session, _question(work, case), away, local(work.now).date(), codes)
    return tuple(
        ClassView(
            code=one.category.code,
            path=one.category.path,
            unit=units.ref(work.session, one.units[0]) if one.units else None,
        )
        for one in made
    )


def _units(work: Work, case: PetitionCase, away: frozenset[str], wanted: str) -> tuple[UnitRef, ...]:
    """Any working unit of the region by its code, a part of its name, or letters of it in their order (人社)."""
    if not wanted:
        return ()
    every = (units.ref(work.session, code) for code in sorted(units.beside(work.session, case.holder) - away))
    fit = [one for one in every if one and (_abbreviates(wanted, one.name) or wanted == one.code)]
    fit.sort(key=lambda one: wanted not in one.name)
    return tuple(one for one in fit if units.works(work.session, one.code))[:_MOST]


def _abbreviates(wanted: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in wanted)


def _question(work: Work, case: PetitionCase) -> RoutingQuestion:
    matter = sealing.matter(work.vault, case)
    text = "\n".join((matter.summary, matter.text))
    return RoutingQuestion(text, matter.place_region, case.hall_region, ())
