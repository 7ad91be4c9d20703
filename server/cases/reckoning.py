"""The time of a matter, charged: what `charging` makes of a stored history."""

from __future__ import annotations

from server.audit import service as audit
from server.cases import access, charging, journal
from server.cases.access import Reader
from server.cases.journal import Step
from server.contract.v1.base import Answer, AwareDatetime
from server.core.work import Work
from server.units import service as units


class ChargeView(Answer):
    party: charging.Party
    unit: str
    unit_name: str
    seconds: float


class Reckoning(Answer):
    """`seconds` of the parts add up to `elapsed_seconds`."""

    since: AwareDatetime
    until: AwareDatetime
    elapsed_seconds: float
    parts: tuple[ChargeView, ...]


def reckon(work: Work, who: Reader, case_id: str) -> Reckoning:
    """Return whose time the matter has taken so far; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    steps = journal.history(work.session, work.vault, case.id)
    charges = charging.charge(tuple(_moment(step) for step in steps), work.now)
    audit.record(work, "petition.charges_read", f"case:{case.id}")
    return Reckoning(
        since=charges[0].start,
        until=charges[-1].end,
        elapsed_seconds=(charges[-1].end - charges[0].start).total_seconds(),
        parts=tuple(
            ChargeView(party=party, unit=unit, unit_name=_name(work, unit), seconds=length.total_seconds())
            for (party, unit), length in charging.totals(charges).items()
        ),
    )


def _moment(step: Step) -> charging.Moment:
    return charging.Moment(step.at, step.type, str(step.payload.get("holder", "")))


def _name(work: Work, code: str) -> str:
    found = units.ref(work.session, code)
    return found.name if found else ""
