"""Where a matter goes and who hears of it: the decision of routing, the desks nothing falls past, the parties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session

from server.cases import journal, passes, repository
from server.cases.circles import circle_of
from server.cases.rules import JOINABLE, CaseState
from server.cases.tables import PetitionCase
from server.contract.v1 import Decision, Matter, Outcome, Party, RegisterRequest
from server.core import time
from server.core.work import Work
from server.notify import service as notify
from server.notify.service import Message
from server.notify.tables import NoticeKind
from server.routing import service as routing
from server.routing.reasons import Reason
from server.units import service as units
from server.units.service import PartyAccount
from server.units.tables import PostRole, UnitKind

#: waiting for one tap of the desk that holds the matter
_TO_ACKNOWLEDGE = frozenset({CaseState.DISPATCHED, CaseState.RESTRICTED})
#: how a post is called in the contract
PARTY_ROLE = {
    PostRole.DUTY_OFFICER: "unit",
    PostRole.HEAD: "unit",
    PostRole.LEADER_IN_CHARGE: "leader",
    PostRole.CONVENOR: "convenor",
}


@dataclass(frozen=True, slots=True)
class Destination:
    """What was decided. `holder` is "" only when not even a desk may know of the matter."""

    decision: Decision
    holder: str
    told: tuple[tuple[str, PartyAccount], ...]
    excluded_units: frozenset[str]
    barred_accounts: frozenset[str]
    #: addressed to the unit itself, which keeps it
    direct: bool = False


def accused(matter: Matter) -> tuple[str, ...]:
    """Return every name the matter complains of, with the post where one is given: a post names a unit too."""
    return tuple(f"{one.post} {one.name}".strip() for one in matter.complained_of)


def decide(work: Work, body: RegisterRequest, direct: str = "", earlier: PetitionCase | None = None) -> Destination:
    """Ask routing, then find the desk and the people. Nothing is unroutable, and nothing reaches the complained-of.

    `earlier`: the matter of the same person that this visit continues; while a unit has it in hand, that unit gets what
    is said now too, wherever a machine would send it.

    `direct`: the unit the petitioner turned to, "" for the petition office; it keeps what is neither an accusation nor
    about itself, and decides on it (Regulations on Petitioning 2022, Art. 23(2)).
    """
    matter = body.matter
    question = routing.RoutingQuestion(
        text="\n".join((matter.summary, matter.text)),
        place_region=matter.place_region,
        hall_region=body.hall_region,
        complained_of=accused(matter),
    )
    found = routing.decide(work.session, question, time.local(body.registered_at).date())
    away = frozenset(found.excluded) | units.excluded(work.session, accused(matter))
    barred = units.barred(work.session, away, (one.name for one in matter.complained_of))
    outcome, kept = found.outcome, bool(direct) and direct not in away
    holding = _in_hand(work, earlier) if earlier else ""
    if holding and holding not in away and outcome is not Outcome.RESTRICTED and found.unit_code != holding:
        reason = Reason(
            "您继续的事项正由该单位办理，由该单位一并办理。",
            "This unit has in hand the matter you continue, and handles this one with it.",
        )
        found = replace(found, unit_code=holding, reason=reason, confidence=1.0)
        outcome = Outcome.DISPATCHED
    if kept and outcome is not Outcome.RESTRICTED:
        told = units.parties(work.session, direct, barred)
        named = tuple((PARTY_ROLE[party.role], party) for party in told)
        decision = Decision(
            outcome=Outcome.DISPATCHED,
            unit=units.ref(work.session, direct),
            category=found.category,
            confidence=1,
            reason="您直接向该单位提出，由该单位书面告知接收情况和处理途径。",
            reason_en="You turned to this unit directly; it will tell you in writing what it does with your matter.",
            legal_basis="《信访工作条例》第二十三条第二款",
            parties=tuple(Party(role=role, name=party.holder) for role, party in named),
        )
        return Destination(decision, direct, named, away, barred, direct=True)
    if outcome is Outcome.DISPATCHED and (found.unit_code is None or found.unit_code in away):
        outcome = Outcome.SCREENING
    holder = found.unit_code or ""
    match outcome:
        case Outcome.DISPATCHED:
            told = units.parties(work.session, holder, barred)
        case Outcome.SCREENING:
            holder = _desk(work.session, UnitKind.PETITION, body.hall_region, away)
            told = units.duty_officers(work.session, holder, barred)
        case Outcome.RESTRICTED:
            holder = _desk(work.session, UnitKind.DISCIPLINE, body.hall_region, away)
            told = units.duty_officers(work.session, holder, barred)
    named = tuple((PARTY_ROLE[party.role], party) for party in told)
    sealed = outcome is Outcome.RESTRICTED
    alternatives = (units.ref(work.session, code) for code in found.alternatives if code not in away)
    decision = Decision(
        outcome=outcome,
        unit=units.ref(work.session, holder) if outcome is Outcome.DISPATCHED else None,
        category=found.category,
        confidence=found.confidence,
        reason=found.reason.zh,
        reason_en=found.reason.en,
        legal_basis=found.legal_basis,
        words=() if sealed else tuple(found.words),
        alternatives=() if sealed else tuple(ref for ref in alternatives if ref is not None),
        parties=() if sealed else tuple(Party(role=role, name=party.holder) for role, party in named),
        proposal=found.proposal.shown(sealed=sealed) if found.proposal else None,
    )
    return Destination(decision, holder, named, away, barred)


def _in_hand(work: Work, earlier: PetitionCase) -> str:
    """Return the unit that has an earlier matter in hand, "" when none works on it any more."""
    if CaseState(earlier.state) not in JOINABLE or earlier.restricted:
        return ""
    unit = passes.responsible(journal.history(work.session, work.vault, earlier.id))
    return unit if unit == earlier.holder and units.works(work.session, unit) else ""


def office_of(work: Work, case: PetitionCase) -> str:
    """Return the petition office in charge of this matter.

    When it is complained of itself, the district stands in for it, and for that the unit that has the matter. A sealed
    matter has no other office than the desk that holds it.
    """
    if case.restricted:
        return case.holder
    away = repository.barred_units(work.session, case.id)
    desks = (_desk(work.session, kind, case.hall_region, away) for kind in (UnitKind.PETITION, UnitKind.DISTRICT))
    return next((code for code in desks if code), case.holder)


def tell(work: Work, case: PetitionCase, people: Iterable[PartyAccount], message: tuple[str, str]) -> None:
    """Let these people follow the matter and notify them. Whoever is barred from it is left out here, for good."""
    open_to = follow(work, case, people)
    title, body = message
    told = Message(case.id, NoticeKind.ASSIGNED, title, body, case.number, page=page_of(case))
    notify.enqueue(work, [one.account for one in open_to], told)


def follow(work: Work, case: PetitionCase, people: Iterable[PartyAccount]) -> list[PartyAccount]:
    """Open the matter to these people without a notice; return who is not barred from it."""
    circle = circle_of(work.session, case)
    open_to = [one for one in people if circle.admits(one.account)]
    repository.told(work, case.id, [(PARTY_ROLE[one.role], one.account) for one in open_to])
    return open_to


def page_of(case: PetitionCase) -> str:
    """Return what a notice of this matter opens: one large button while its desk has not yet said that it has it, else
    "" for the file. Whoever cannot acknowledge is led on to the file from there."""
    return f"/cases/{case.id}/acknowledge" if CaseState(case.state) in _TO_ACKNOWLEDGE else ""


def allowed(work: Work, case: PetitionCase, code: str) -> bool:
    """Tell whether a matter may be given to this unit: it exists, is not dissolved, and the matter does not
    complain of it."""
    return units.works(work.session, code) and code not in repository.barred_units(work.session, case.id)


def _desk(session: Session, kind: UnitKind, region: str, away: frozenset[str]) -> str:
    found = units.desk(session, kind, region, away)
    return found.code if found else ""
