"""What a finding is about: what is stored beside what follows from the history and from the trail, for who looks into it.

Nothing of a petition and nothing that is sealed is said; the looking itself is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from server.accounts.tables import Account
from server.audit import searching
from server.audit import service as audit
from server.cases import access, journal, proof, reach, rules
from server.cases.journal import Step
from server.cases.rules import EventType
from server.cases.tables import Barred, CaseEvent, CaseExclusion, CasePage, CaseParty, NumberLease, PetitionCase
from server.contract.v1 import ErrorCode
from server.core.crypto import KeyTrouble
from server.core.errors import HallError
from server.core.time import local
from server.core.work import Work
from server.instructions.tables import Instruction, InstructionTurn
from server.invariants import handmade

#: records of the trail that are shown
_RECORDS = 12
#: what a value written by hand makes the checks raise
_UNREADABLE = (ValueError, TypeError, LookupError, AssertionError, KeyTrouble)


def explain(work: Work, about: Sequence[str]) -> list[str]:
    """Return lines on what stands before the colon of a finding: a number, an id, an account, a table with or without a
    key. Nothing named: every matter that has a fault. Raise NOT_FOUND for what is neither."""
    session = work.session
    first = about[0] if about else ""
    if not about:
        faulty = (case for case in proof.every(work) if _findings(work, case))
        lines = [line for case in faulty for line in _matter(work, case)]
        what = "matters"
    elif handmade.known(first):
        lines, what = handmade.explain(work, first, " ".join(about[1:])), f"table:{first}"
    elif (case := _case(session, first)) is not None:
        lines, what = _matter(work, case), f"case:{case.id}"
    elif (account := session.get(Account, first)) is not None:
        lines, what = _counts(work, account), f"account:{first}"
    elif session.get(NumberLease, first) is not None:
        lines, what = handmade.explain(work, "number_lease", first), f"number:{first}"
    elif ":" in first:
        lines, what = list(trail(session, first)), first
    else:
        raise HallError(
            ErrorCode.NOT_FOUND,
            f"没有这个编号、账户或数据表：{first}",
            f"No such number, account or table: {first}",
            "照核验结果冒号前的内容填写 · Say what stands before the colon of a finding.",
        )
    audit.record(work, "finding.explained", what[:80])
    return lines


def trail(session: Session, what: str) -> Iterator[str]:
    """Yield the newest records on an object, newest first."""
    found = searching.search(session, searching.Wanted(what=what), _RECORDS)
    yield f"审计 · trail ({what}):"
    yield from (f"  {shown(row.at)}  {row.actor}  {row.action}" for row in found)
    if not found:
        yield "  没有记录 · no record"


def shown(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M:%S}"


def _case(session: Session, named: str) -> PetitionCase | None:
    wanted = select(PetitionCase).where((PetitionCase.number == named) | (PetitionCase.id == named))
    found = session.exec(wanted).first()
    instruction = None if found else session.get(Instruction, named)
    return session.get(PetitionCase, instruction.case_id) if instruction is not None else found


def _findings(work: Work, case: PetitionCase) -> list[str]:
    checks: tuple[Callable[[Work, PetitionCase], list[str]], ...] = (
        proof.history_holds,
        proof.projections_follow,
        proof.one_holder,
        proof.some_clock_runs,
        proof.nobody_barred_told,
        proof.clocks_follow,
        proof.pages_open,
        _searched,
    )
    found = []
    for check in checks:
        try:
            found += check(work, case)
        except _UNREADABLE as error:
            found.append(
                f"{case.number}: 有一行无法读取 · a row cannot be read ({type(error).__name__}, {check.__name__})"
            )
    return found


def _searched(work: Work, case: PetitionCase) -> list[str]:
    found = proof.found_by_their_words(work, [case.id])
    return [f"{sentence} → hall admin search rebuild" for sentence in found]


def _matter(work: Work, case: PetitionCase) -> list[str]:
    parts = (_standing, _history, _limits, _pages, _told, _instructions)
    lines = [f"{case.number}  {case.id}"]
    for part in parts:
        try:
            lines += part(work, case)
        except _UNREADABLE as error:
            lines.append(f"  {part.__name__[1:]}: 无法读取 · cannot be read ({type(error).__name__})")
    lines += trail(work.session, f"case:{case.id}")
    found = _findings(work, case)
    return [*lines, "发现 · findings:", *(f"  {sentence}" for sentence in found or ["没有 · none"])]


def _opened(work: Work, case: PetitionCase) -> tuple[Step, ...]:
    return journal.history(work.session, work.vault, case.id)


def _standing(work: Work, case: PetitionCase) -> list[str]:
    steps = _opened(work, case)
    lease = work.session.get(NumberLease, case.number)
    used = shown(lease.used_at) if lease is not None and lease.used_at else "没有 none"
    return [
        f"编号的使用记录 · use of the number: {used}",
        f"状态 · state: 存 stored {case.state} | 历史 history {rules.project([step.type for step in steps])}",
        f"承办 · holder: 存 stored {case.holder or '—'} | 历史 history {journal.holder_of(steps) or '—'}",
    ]


def _history(work: Work, case: PetitionCase) -> list[str]:
    wanted = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(col(CaseEvent.seq))
    rows = work.session.exec(wanted).all()
    lines = [f"历史 · history: {len(rows)} 步 steps, 应有 should be {case.last_seq}"]
    return lines + [f"  {row.seq}  {shown(row.at)}  {EventType(row.type).value}  {row.actor}" for row in rows]


def _limits(work: Work, case: PetitionCase) -> list[str]:
    lines = ["时限 · limits:"]
    for stored, follows in proof.clocks_beside(work, case):
        one = stored or follows
        if one is None:
            continue
        said, led = (
            f"{clock.state} {shown(clock.due_at)}" if clock is not None else "没有 none" for clock in (stored, follows)
        )
        lines.append(f"  {one.rule}  {'=' if said == led else '≠'}  存 stored {said} | 历史 history {led}")
    return lines


def _pages(work: Work, case: PetitionCase) -> list[str]:
    rows = work.session.exec(select(CasePage).where(CasePage.case_id == case.id).order_by(col(CasePage.position))).all()
    return ["材料 · pages:"] + [
        f"  {row.position + 1}  {row.sha256}  {proof.page_trouble(work, row.sha256) or '完好 sound'}" for row in rows
    ]


def _told(work: Work, case: PetitionCase) -> list[str]:
    session = work.session
    kept = session.exec(select(CaseExclusion).where(CaseExclusion.case_id == case.id)).all()
    told = session.exec(select(CaseParty).where(CaseParty.case_id == case.id).order_by(col(CaseParty.told_at))).all()
    away = {one.code for one in kept if one.kind == Barred.ACCOUNT}
    lines = ["回避 · kept away: " + ("，".join(f"{one.kind} {one.code}" for one in kept) or "—"), "已告知 · told:"]
    return lines + [
        f"  {shown(one.told_at)}  {one.account}  {one.role}{'  ← 应当回避 kept away' if one.account in away else ''}"
        for one in told
    ]


def _instructions(work: Work, case: PetitionCase) -> list[str]:
    lines = []
    for one in work.session.exec(select(Instruction).where(Instruction.case_id == case.id)).all():
        lines.append(f"批示 · instruction {one.id}: {one.state}, 期限 due {shown(one.due_at)}, {one.unit}")
        wanted = select(InstructionTurn).where(InstructionTurn.instruction_id == one.id)
        turns = work.session.exec(wanted.order_by(col(InstructionTurn.position))).all()
        lines += [f"  {turn.position}  {shown(turn.at)}  {turn.turn}  {turn.actor}" for turn in turns]
    return lines


def _counts(work: Work, account: Account) -> list[str]:
    who = access.reader(work.session, account)
    listed = reach.ids(work.session, who)
    wanted = select(PetitionCase.number).where(col(PetitionCase.id).in_(listed)).order_by(col(PetitionCase.number))
    return [
        f"{account.username}: 列表 listed {len(listed)}, 计数 counted {reach.count(work.session, who)}",
        f"  单位 units: {'，'.join(sorted(who.desks)) or '—'}",
        *(f"  {number}" for number in work.session.exec(wanted).all()),
        *trail(work.session, f"account:{account.username}"),
    ]
