"""What must hold of stored matters, for the checks that look at all of them: read only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from sqlmodel import col, select

from server.accounts.tables import Account
from server.audit import searching as trail
from server.cases import access, intake, journal, projections, reach, repository, searching
from server.cases.journal import Step
from server.cases.retelling import retold
from server.cases.rules import CLOSED, CaseState
from server.cases.tables import (
    Barred,
    CaseEvent,
    CaseExclusion,
    CasePage,
    CaseParty,
    CasePhoto,
    CaseSearch,
    NumberLease,
    PetitionCase,
)
from server.clocks import service as clocks
from server.clocks.tables import Clock
from server.contract.v1 import ClockState
from server.core.crypto import KeyTrouble
from server.core.work import Work
from server.units import service as units

#: matters whose words are opened at once
_AT_ONCE = 200


def every(work: Work) -> Iterator[PetitionCase]:
    """Return every matter, one at a time."""
    for case_id in repository.every_id(work.session):
        case = work.session.get(PetitionCase, case_id)
        if case is not None:
            yield case
            work.session.expunge(case)


def verify(work: Work) -> list[str]:
    """Rebuild every matter from its history: state, holder, clocks, papers and ratings; return what differs from what
    is stored, one sentence each. The invariants of `hall admin verify` ask the same three questions."""
    checks = (history_holds, projections_follow, clocks_follow)
    return [sentence for case in every(work) for check in checks for sentence in check(work, case)]


def history_holds(work: Work, case: PetitionCase) -> list[str]:
    return journal.verify(work.session, work.vault, case)


def projections_follow(work: Work, case: PetitionCase) -> list[str]:
    steps = _history(work, case)
    return [] if steps is None else list(projections.differences(work, case, steps))


def one_holder(work: Work, case: PetitionCase) -> list[str]:
    """An open matter is with exactly one unit that exists and may know of it; one without waits on a clock."""
    if CaseState(case.state) in CLOSED:
        return []
    if not case.holder:
        running = any(view.state is ClockState.RUNNING for view in clocks.views(work.session, case.id, work.now))
        return [] if running else [f"{case.number}: 既无承办单位也无时限 · neither a holder nor a running clock"]
    if units.unit(work.session, case.holder) is None:
        return [f"{case.number}: 承办单位 {case.holder} 不存在 · its holder does not exist"]
    if case.holder in repository.barred_units(work.session, case.id):
        return [f"{case.number}: 承办单位应当回避 · its holder must not know of it"]
    return []


def some_clock_runs(work: Work, case: PetitionCase) -> list[str]:
    """An open matter has a limit that is not met yet: one that runs, stands still for a reason, or is over and alarms."""
    if CaseState(case.state) in CLOSED:
        return []
    held = any(view.state is not ClockState.MET for view in clocks.views(work.session, case.id, work.now))
    return [] if held else [f"{case.number}: 未办结而没有任何时限 · open, and no clock runs"]


def nobody_barred_told(work: Work, case: PetitionCase) -> list[str]:
    """Whoever is kept away was never told (Regulations on Petitioning 2022, Art. 30(3))."""
    barred = select(CaseExclusion.code).where(CaseExclusion.case_id == case.id, CaseExclusion.kind == Barred.ACCOUNT)
    told = select(CaseParty.account).where(CaseParty.case_id == case.id, col(CaseParty.account).in_(barred))
    found = work.session.exec(told).all()
    return [f"{case.number}: 应当回避的账户已被告知 · {len(found)} barred accounts were told"] if found else []


def clocks_follow(work: Work, case: PetitionCase) -> list[str]:
    """The clocks stored are those its history leads to."""
    steps = _history(work, case)
    if steps is None:
        return []
    found = clocks.verify(work.session, case.id, tuple(retold(case, steps)), work.now)
    return [sentence.replace(case.id, case.number) for sentence in found]


def clocks_beside(work: Work, case: PetitionCase) -> list[tuple[Clock | None, Clock | None]]:
    """Return every clock that is stored beside the one the history leads to."""
    return clocks.beside(work.session, case.id, tuple(retold(case, journal.history(work.session, work.vault, case.id))))


def pages_open(work: Work, case: PetitionCase) -> list[str]:
    """Every page is there and opens with the key; its name is the hash of what it holds."""
    found = [
        f"{case.number}: 一张进展照片不能打开 · a photo does not open"
        for sha256 in work.session.exec(select(CasePhoto.sha256).where(CasePhoto.case_id == case.id)).all()
        if page_trouble(work, sha256)
    ]
    for page in work.session.exec(select(CasePage).where(CasePage.case_id == case.id)).all():
        if page_trouble(work, page.sha256):
            found.append(f"{case.number}: 第 {page.position + 1} 页不能打开 · page {page.position + 1} does not open")
    return found


def page_trouble(work: Work, sha256: str) -> str:
    """Return why a page cannot be read, "" for one that can."""
    try:
        whole = hashlib.sha256(work.centre.pages.get(sha256)).hexdigest() == sha256
    except FileNotFoundError:
        return "文件不在 the file is gone"
    except (OSError, KeyTrouble) as error:
        return f"打不开 does not open ({type(error).__name__})"
    return "" if whole else "内容与散列不符 its content does not fit its hash"


def found_by_their_words(work: Work, only: Sequence[str] | None = None) -> list[str]:
    """Whoever searches finds a matter by what it says; `only` these, or every one."""
    found, asked = [], repository.every_id(work.session) if only is None else only
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        stored = select(CaseSearch.case_id, CaseSearch.tokens).where(col(CaseSearch.case_id).in_(some))
        there = {case_id: sorted(tokens) for case_id, tokens in work.session.exec(stored).all()}
        for row in searching.rows_again(work, some):
            if there.get(row["case_id"]) != sorted(row["tokens"]):
                found.append(f"{row['case_id']}: 检索不到或检索词不符 · what it is found by differs from what it says")
        work.session.expunge_all()
    return found


def numbers_used_once(work: Work) -> list[str]:
    """A number is noted as used when, and only when, a matter bears it, since its first event was written, or an envelope
    that was sealed with it, of which the trail alone knows."""
    used = select(NumberLease.number, NumberLease.used_at).where(col(NumberLease.used_at).is_not(None))
    first = select(PetitionCase.number, CaseEvent.recorded_at).join(
        CaseEvent, col(CaseEvent.case_id) == PetitionCase.id
    )
    borne = first.where(CaseEvent.seq == 1)
    sealed = {(what.removeprefix(intake.NUMBER), at) for what, at in trail.every(work.session, intake.SEALED)}
    known = set(work.session.exec(borne).all()) | sealed
    differing = {number for number, _ in set(work.session.exec(used).all()) ^ known}
    return [f"{number}: 编号的使用记录与案件不符 · its use differs from the matters" for number in sorted(differing)]


def counts_equal_lists(work: Work) -> list[str]:
    """What an inbox counts is what it would list, for everybody who keeps a desk."""
    found = []
    for account in work.session.exec(select(Account).where(col(Account.disabled_at).is_(None))).all():
        who = access.reader(work.session, account)
        listed, counted = len(reach.ids(work.session, who)), reach.count(work.session, who)
        if listed != counted:
            found.append(f"{account.username}: 列表 {listed} 件，计数 {counted} 件 · list and count differ")
    return found


def _history(work: Work, case: PetitionCase) -> tuple[Step, ...] | None:
    """None for a history that does not hold: `history_holds` says so, and nothing can be built from it."""
    return None if history_holds(work, case) else journal.history(work.session, work.vault, case.id)
