"""Nobody edited a row by hand, and what the audit trail says was made is still there."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, select

from server.accounts.tables import Account, Kiosk
from server.audit import service as audit
from server.audit.tables import AuditHead, AuditRecord
from server.cases.tables import PetitionCase
from server.core import guarded
from server.core.work import Work
from server.invariants.rule import Invariant


def check(work: Work) -> Iterator[str]:
    for table in guarded.every_table():
        for key in guarded.altered(work.session, work.vault, table):
            if table is AuditHead and work.session.get_one(AuditHead, int(key)).seq == 0:
                # a lane nothing was written to yet: the schema made it, which has no keys
                continue
            yield f"{table.__tablename__} {key}: 被手工改动或尚未加封 · edited by hand, or never sealed"
    there = audit.rows_there(work.session)
    for name, recorded in sorted(audit.rows_made(work.session).items()):
        if (rows := there.get(name, recorded) - recorded) != 0:
            said = (
                f"少了 {-rows} 行 · {-rows} rows were removed"
                if rows < 0
                else f"多了 {rows} 行 · {rows} rows were added"
            )
            yield f"{name}: {said} by hand, or not counted since an update"
    for made in sorted(_on_record(work.session) - _there(work.session)):
        yield f"{made}: 审计有记录，数据中没有 · on record, and gone from the data"


def _on_record(session: Session) -> set[str]:
    """What the trail says was made: whatever became of it later, it stays."""
    made = col(AuditRecord.action).in_(("petition.registered", "account.added", "kiosk.enrolled"))
    return set(session.exec(select(AuditRecord.object).where(made).distinct()).all())


def _there(session: Session) -> set[str]:
    there = {f"case:{key}" for key in session.exec(select(PetitionCase.id)).all()}
    there |= {f"account:{key}" for key in session.exec(select(Account.username)).all()}
    return there | {f"kiosk:{key}" for key in session.exec(select(Kiosk.id)).all()}


ROWS = Invariant("rows", "没有人手工改动数据行", "no row was edited by hand", "hall admin explain {about}", check)
