"""What a form of a matter offers to choose from: units it may go to, matters it may join, people who may be kept away."""

from __future__ import annotations

from dataclasses import dataclass

from server.cases import access, deed, dispatch, repository, sealing
from server.cases.access import Reader
from server.cases.rules import JOINABLE, CaseState
from server.contract.v1 import UnitRef
from server.core.work import Work
from server.units import service as units
from server.units.service import PartyAccount
from server.units.tables import PostRole

#: other matters of the same people that are offered
_MATTERS = 20
_POSTS = (PostRole.DUTY_OFFICER, PostRole.HEAD, PostRole.LEADER_IN_CHARGE)


@dataclass(frozen=True, slots=True)
class Receivers:
    """Units a matter may be given to, by code, and whether others are kept from it: which is not said.

    `holder`: code of the unit that has it, "" for none.
    """

    units: tuple[UnitRef, ...]
    withheld: bool
    holder: str = ""


def receivers(work: Work, who: Reader, case_id: str) -> Receivers:
    """Return the units of the hall's region that this matter may go to; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    every = units.beside(work.session, dispatch.office_of(work, case))
    fit = {code for code in every if dispatch.allowed(work, case, code)}
    withheld = any(units.works(work.session, code) for code in every - fit)
    found = (units.ref(work.session, code) for code in sorted(fit))
    return Receivers(tuple(one for one in found if one is not None), withheld, case.holder or "")


def joinable(work: Work, who: Reader, case_id: str) -> tuple[tuple[str, str], ...]:
    """Return (number, summary) of the matters of the same people that this one could go into; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    return tuple(
        (one.number, sealing.matter(work.vault, one).summary)
        for one in repository.of_same_people(work.session, who, case.id, _MATTERS)
        if CaseState(one.state) in JOINABLE and not one.restricted and deed.keeps(work, who, one)
    )


def people(work: Work, who: Reader, case_id: str) -> tuple[PartyAccount, ...]:
    """Return whoever holds a post over this matter or in the unit that has it, once each; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    away = repository.barred_accounts(work.session, case.id)
    every = (*units.people(work.session, case.holder, *_POSTS), *units.parties(work.session, case.holder))
    return tuple({one.account: one for one in every if one.account not in away}.values())
