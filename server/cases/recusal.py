"""Keeping somebody away from a matter after it was registered (回避).

Regulations on Petitioning 2022, Art. 28(3): staff with an interest in a matter or with the petitioner withdraw; Art. 30(3):
who is complained of never learns of it. What is decided here is stored with the matter like what was decided on
registration, and every list, file, count and notice obeys it.
"""

from __future__ import annotations

from pydantic import Field
from sqlmodel import col, delete

from server.audit import service as audit
from server.cases import deed, dispatch, repository, service, wording
from server.cases.access import Reader
from server.cases.circles import circles
from server.cases.deed import Deed, Reason
from server.cases.rules import EventType
from server.cases.tables import CaseParty, PetitionCase
from server.contract.v1.base import Answer
from server.core.work import Work
from server.core.writing import Draft
from server.notify import outbox
from server.units import service as units


class RecuseRequest(Deed):
    """One of the two: a unit with all below it, or a person by the name of the account."""

    unit: str = Field(default="", max_length=40)
    account: str = Field(default="", max_length=60)
    reason: Reason


class Recused(Answer):
    """Nothing of the matter: the reader may be the one who is kept away from now on."""

    #: the matter was taken back and waits for another unit
    recalled: bool


def recuse(work: Work, who: Reader, case_id: str, body: RecuseRequest) -> Recused:
    """Keep a unit or a person away. A matter whose holder is kept away, or has nobody left at its desk, goes back to the
    office that sent it.

    Raise INVALID_REQUEST for nobody or two at once and for what does not exist, WRONG_STATE when nobody else could hold
    the matter.
    """
    case = deed.begin(work, who, case_id, body, EventType.RECUSED, may)
    if bool(body.unit) is bool(body.account):
        raise deed.invalid(
            "请写明回避的单位或者人员，二者之一。", "Name a unit or a person, one of them.", "unit", "account"
        )
    codes = units.below(work.session, body.unit) if body.unit else frozenset()
    if (body.unit and not codes) or (body.account and not units.posts_of(work.session, body.account)):
        raise deed.invalid("没有这个单位或者人员。", "No such unit or person.", "unit" if body.unit else "account")
    accounts = units.barred(work.session, codes, ()) | ({body.account} if body.account else frozenset())
    _keep_away(work, case, codes, accounts)
    said = {"units": sorted(codes), "accounts": sorted(accounts), "reason": body.reason}
    service.record(work, case, EventType.RECUSED, work.now, said)
    audit.record(work, "petition.recused", f"case:{case.id}")
    if case.holder in codes or not _desk_open(work, case, case.holder):
        _recall(work, case)
        return Recused(recalled=True)
    return Recused(recalled=False)


def may(work: Work, who: Reader, case: PetitionCase) -> bool:
    """Whoever keeps the matter or its papers, and the person in charge of the unit."""
    return deed.keeps(work, who, case) or deed.head(work, who, case)


def _keep_away(work: Work, case: PetitionCase, codes: frozenset[str], accounts: frozenset[str]) -> None:
    fresh_units = codes - repository.barred_units(work.session, case.id)
    fresh_accounts = accounts - repository.barred_accounts(work.session, case.id)
    draft = Draft()
    repository.bar(draft, case.id, fresh_units, fresh_accounts)
    draft.write(work.session)
    # who followed the matter follows it no more
    following = delete(CaseParty).where(col(CaseParty.case_id) == case.id)
    work.session.exec(following.where(col(CaseParty.account).in_(fresh_accounts)))
    outbox.withdraw(work.session, case.id, fresh_accounts, work.now)
    work.session.flush()


def _recall(work: Work, case: PetitionCase) -> None:
    before = case.holder
    case.holder = dispatch.office_of(work, case)
    if case.holder == before or not _desk_open(work, case, case.holder):
        raise deed.wrong_state(
            "没有其他机关可以承接该事项，请先确定承接单位的值班员。",
            "Nobody else could hold the matter: staff a desk first.",
        )
    payload = {"holder": case.holder, "unit": before}
    service.record(work, case, EventType.RECALLED, work.now, payload)
    told = units.duty_officers(work.session, case.holder)
    dispatch.tell(work, case, told, wording.handed_over(work.session, case.number, "甄别（原承办单位回避）"))


def _desk_open(work: Work, case: PetitionCase, code: str) -> bool:
    circle = circles(work.session, {case.id})[case.id]
    return any(circle.admits(one.account) for one in units.duty_officers(work.session, code))
