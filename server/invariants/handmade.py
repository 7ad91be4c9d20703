"""Rows that somebody wrote, changed or took away by hand: what stands there, what the revisions said last, who made rows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Integer, Table, func
from sqlmodel import Session, SQLModel, col, select

from server.audit import service as audit
from server.audit.tables import AuditRecord
from server.core import guarded, tally
from server.core.time import local
from server.core.work import Work
from server.revisions.tables import ChangeKind, Revision

#: ids that are missing are named up to so many
_MOST = 20
_RECORDS = 12
#: never shown: secrets, and what opens with them
_HIDDEN = ("hash", "secret", "index", "token", "sealed", "seal")
#: whose rows are kept among the revisions, under the same key
_REVISED = {"region": ChangeKind.REGIONS, "unit": ChangeKind.UNITS, "account": ChangeKind.ACCOUNT}


def known(table: str) -> bool:
    return table in _tables()


def explain(work: Work, name: str, key: str) -> list[str]:
    """Return lines on a table, or on one row of it; `key` as a finding names it, its parts with commas between."""
    table = _tables()[name]
    return list(_row(work, name, table, key) if key else _table(work.session, name, table))


def _tables() -> dict[str, Table]:
    found = {mapper.class_ for mapper in SQLModel._sa_registry.mappers if tally.counted(mapper.class_)}
    return {str(one.__tablename__): one.__table__ for one in {*found, *guarded.every_table()}}


def _row(work: Work, name: str, table: Table, key: str) -> Iterator[str]:
    session, columns = work.session, table.primary_key.columns
    parts = key.split(",", len(columns) - 1)
    which = [
        column == (int(part) if isinstance(column.type, Integer) and part.lstrip("-").isdecimal() else part)
        for column, part in zip(columns, parts, strict=False)
    ]
    row = session.execute(table.select().where(*which)).mappings().first()
    if row is None:
        yield f"{name} {key}: 没有这一行 · no such row"
    else:
        yield f"{name} {key}: 现在的内容 · as it stands"
        yield from (
            f"  {column} = {value!r}"
            for column, value in row.items()
            if not isinstance(value, bytes | memoryview) and not any(word in column for word in _HIDDEN)
        )
    if (kind := _REVISED.get(name)) is not None:
        newest = (
            select(Revision).where(Revision.kind == kind, Revision.key == key).order_by(col(Revision.number).desc())
        )
        last = session.exec(newest.limit(1)).first()
        if last is None:
            yield "修改记录 · revisions: 没有，自装入后未经程序修改 · none: the program has not changed it since it was loaded"
        else:
            yield f"修改记录 · last revision: {_shown(last)}"
            before = json.loads(last.after) if last.after else {}
            for column, said in before.items():
                if row is not None and column in row and row[column] != said:
                    yield f"  ≠ {column}: 记录 recorded {said!r} | 现在 now {row[column]!r}"
    about = f"case:{parts[0]}" if name.startswith("case_") or name == "petition_case" else f"{name}:{key}"
    yield f"审计 · trail ({about}):"
    records = select(AuditRecord).where(AuditRecord.object == about).order_by(col(AuditRecord.at).desc())
    for record in session.exec(records.limit(_RECORDS)).all():
        yield f"  {_shown(record)}  {record.action}"
    yield "查清后 · once looked into: hall admin rows seal --reason …"


def _table(session: Session, name: str, table: Table) -> Iterator[str]:
    there = session.execute(select(func.count()).select_from(table)).scalar_one()
    recorded = audit.rows_made(session).get(name, 0)
    yield f"{name}: 现有 there {there}, 审计记录 on record {recorded}"
    keys = list(table.primary_key.columns)
    if len(keys) == 1 and isinstance(keys[0].type, Integer):
        ids = set(session.execute(select(keys[0])).scalars())
        gone = [number for number in range(1, max(ids, default=0)) if number not in ids]
        if gone:
            more = " …" if len(gone) > _MOST else ""
            yield f"  缺号（也可能从未用过）· missing ids, some perhaps never used: {', '.join(map(str, gone[-_MOST:]))}{more}"
    yield "最近增减这些行的操作 · the last acts that made or took away such rows:"
    newest = select(AuditRecord).where(AuditRecord.made != "").order_by(col(AuditRecord.at).desc())
    shown = 0
    for record in session.exec(newest).yield_per(500):
        if (rows := tally.read(record.made).get(name)) is not None:
            yield f"  {_shown(record)}  {record.action}  {record.object}  {rows:+d}"
            shown += 1
            if shown == _RECORDS:
                break
    yield "查清后 · once looked into: hall admin rows seal --reason …"


def _shown(one: AuditRecord | Revision) -> str:
    return f"{local(one.at):%Y-%m-%d %H:%M:%S}  {one.actor}"
