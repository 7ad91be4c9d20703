"""Who may see an instruction, who answers it, who is told, and who has read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, exists, literal_column, or_
from sqlmodel import Session, col, select

from server.cases import dispatch, repository, wording
from server.cases.access import Reader, visible
from server.cases.circles import circles
from server.cases.tables import PetitionCase
from server.core.errors import not_found
from server.core.work import Work
from server.instructions.tables import Instruction
from server.notify import outbox
from server.notify import service as notify
from server.notify.circle import OPEN
from server.notify.service import Message
from server.notify.tables import Notice, NoticeKind
from server.units.service import PartyAccount


def page(instruction_id: str) -> str:
    """Return the page of an instruction, to which its notices lead."""
    return f"/instructions/{instruction_id}"


def open_to(who: Reader) -> ColumnElement[bool]:
    """Return the condition under which `who` may see an instruction: its author, the unit, whoever stands in for it.

    One on a matter is seen by nobody who may not see the matter (Regulations on Petitioning 2022, Art. 30(3)).
    """
    mine = or_(
        col(Instruction.author) == who.account,
        col(Instruction.unit).in_(who.desks | who.heads),
        exists().where(
            col(Notice.page) == "/instructions/" + col(Instruction.id),
            # said as the index says it, which leaves out what opens a file
            col(Notice.page) != literal_column("''"),
            col(Notice.account) == who.account,
        ),
    )
    matter = exists().where(col(PetitionCase.id) == col(Instruction.case_id), visible(who))
    return and_(mine, or_(col(Instruction.case_id) == "", matter))


def find(session: Session, who: Reader, instruction_id: str) -> Instruction:
    """Return it, or raise NOT_FOUND: the same answer for what is not there and what is not theirs."""
    one = session.exec(select(Instruction).where(Instruction.id == instruction_id, open_to(who))).first()
    if one is None:
        raise not_found()
    return one


def answers(session: Session, who: Reader, one: Instruction) -> bool:
    """Tell whether this reader answers: desk or head of the unit, and who was told in place of them; never the author."""
    if who.account == one.author:
        return False
    return one.unit in who.desks | who.heads or any(
        notice.account == who.account and notice.stands_for for notice in outbox.of_pages(session, [page(one.id)])
    )


def people(
    work: Work,
    one: Instruction,
    case: PetitionCase | None,
    wanted: Iterable[PartyAccount],
    what: str,
    more: str = "请登录系统办理。",
) -> None:
    """Tell these people, except those the matter is kept from; who is told may open the matter."""
    circle = circles(work.session, {case.id})[case.id] if case else OPEN
    open_now = [party for party in wanted if circle.admits(party.account)]
    if case is not None:
        repository.told(work, case.id, [(dispatch.PARTY_ROLE[party.role], party.account) for party in open_now])
    _send(work, one, case, [party.account for party in open_now], what, more)


def author(work: Work, one: Instruction, case: PetitionCase | None, what: str, more: str) -> None:
    """Tell the leader, unless the matter is kept from them meanwhile."""
    circle = circles(work.session, {case.id})[case.id] if case else OPEN
    if circle.admits(one.author):
        _send(work, one, case, [one.author], what, f"{more}。")


def readers(session: Session, ids: Sequence[str]) -> dict[str, list[Notice]]:
    """Return by instruction the notices that lead to it, oldest first."""
    found: dict[str, list[Notice]] = {one: [] for one in ids}
    for notice in outbox.of_pages(session, [page(one) for one in ids]):
        found[notice.page.rpartition("/")[2]].append(notice)
    return found


def _send(
    work: Work, one: Instruction, case: PetitionCase | None, accounts: Sequence[str], what: str, more: str
) -> None:
    about = f"编号尾号 {wording.number_tail(case.number)}，" if case else ""
    message = Message(
        one.case_id, NoticeKind.INSTRUCTION, what, about + more, case.number if case else "", page=page(one.id)
    )
    notify.enqueue(work, accounts, message)
