"""Regions, units and rosters as tables: what is stored, what is wrong with a file, and how it is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlmodel import Session, col, delete, select

from server.accounts.tables import Account
from server.core.sheet import Row, RowFault
from server.exchange.plan import checked, twice
from server.units import service as units
from server.units.tables import Post, PostRole, Region, Unit, UnitKind

_Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$")]
_CodeOrNone = Annotated[str, StringConstraints(pattern=r"^([0-9A-Za-z][0-9A-Za-z._-]{0,39})?$")]
#: GB/T 2260, and the statistical division codes below it
_RegionCode = Annotated[str, StringConstraints(pattern=r"^(\d{6}|\d{9}|\d{12})$")]
_RegionOrNone = Annotated[str, StringConstraints(pattern=r"^(\d{6}|\d{9}|\d{12})?$")]


class _RegionRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: _RegionCode
    name: str = Field(min_length=1, max_length=60)
    parent: _RegionOrNone


class _UnitRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: _Code
    name: str = Field(min_length=1, max_length=120)
    kind: UnitKind
    region: _RegionCode
    parent: _CodeOrNone
    phone: Annotated[str, StringConstraints(pattern=r"^[0-9+\- ]{0,40}$")]
    address: str = Field(max_length=200)
    aliases: str = Field(max_length=1000)


class _PostRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    unit: _Code
    role: PostRole
    account: str = Field(min_length=1, max_length=60)
    holder: str = Field(max_length=60)


class Regions:
    """Places. A file adds and changes; what it does not name stays."""

    columns = tuple(_RegionRow.model_fields)
    whole = False

    def stored(self, session: Session) -> dict[str, dict[str, str]]:
        rows = session.exec(select(Region).order_by(col(Region.code))).all()
        return {row.code: {"code": row.code, "name": row.name, "parent": row.parent} for row in rows}

    def key(self, row: Mapping[str, str]) -> str:
        return row["code"]

    def faults(self, session: Session, rows: Sequence[Row]) -> list[RowFault]:
        faults = [fault for line, row in rows for fault in checked(_RegionRow, line, row)]
        known = {row["code"]: row["parent"] for row in self.stored(session).values()}
        known |= {row["code"]: row["parent"] for _, row in rows}
        for line, row in rows:
            if row["parent"] and row["parent"] not in known:
                faults.append(RowFault(line, f"没有上级区划 · unknown parent {row['parent']}"))
        return [*faults, *_loops(rows, known), *twice([(line, row["code"]) for line, row in rows])]

    def store(self, session: Session, rows: Sequence[Mapping[str, str]]) -> None:
        for row in rows:
            session.merge(Region(**row))


class Units:
    """Units. A file adds and changes; what it does not name stays, because matters hang on it."""

    columns = tuple(_UnitRow.model_fields)
    whole = False

    def stored(self, session: Session) -> dict[str, dict[str, str]]:
        rows = session.exec(select(Unit).order_by(col(Unit.code))).all()
        return {row.code: {name: str(getattr(row, name)) for name in self.columns} for row in rows}

    def key(self, row: Mapping[str, str]) -> str:
        return row["code"]

    def faults(self, session: Session, rows: Sequence[Row]) -> list[RowFault]:
        faults = [fault for line, row in rows for fault in checked(_UnitRow, line, row)]
        regions = set(session.exec(select(Region.code)).all())
        before = {row["code"]: row["parent"] for row in self.stored(session).values()}
        known = before | {row["code"]: row["parent"] for _, row in rows}
        gone = _dissolved(session)
        for line, row in rows:
            if row["region"] not in regions:
                faults.append(
                    RowFault(
                        line,
                        f"没有这个区划，请改正代码或先导入区划 · unknown region {row['region']!r}; import regions first",
                    )
                )
            if row["parent"] and row["parent"] not in known:
                faults.append(RowFault(line, f"没有这个上级单位 · unknown parent {row['parent']!r}"))
            if row["parent"] in gone and before.get(row["code"]) != row["parent"]:
                faults.append(RowFault(line, f"上级单位已撤销 · its parent is dissolved: {row['parent']}"))
        return [*faults, *_loops(rows, known), *twice([(line, row["code"]) for line, row in rows])]

    def store(self, session: Session, rows: Sequence[Mapping[str, str]]) -> None:
        for row in rows:
            found = session.get(Unit, row["code"])
            if found is None:
                session.add(Unit(**row))
                continue
            former = found.name
            for name, value in row.items():
                setattr(found, name, value)
            # who complains of it under its old name means it all the same
            units.remember_name(found, former)


class Roster:
    """Who holds which post. A file is the whole roster of every unit it names; other units keep theirs."""

    columns = tuple(_PostRow.model_fields)
    whole = False

    def stored(self, session: Session) -> dict[str, dict[str, str]]:
        rows = session.exec(select(Post).order_by(col(Post.unit), col(Post.role), col(Post.account))).all()
        listed = [{name: str(getattr(row, name)) for name in self.columns} for row in rows]
        return {self.key(row): row for row in listed}

    def key(self, row: Mapping[str, str]) -> str:
        return f"{row['unit']} {row['role']} {row['account']}"

    def faults(self, session: Session, rows: Sequence[Row]) -> list[RowFault]:
        faults = [fault for line, row in rows for fault in checked(_PostRow, line, row)]
        units = set(session.exec(select(Unit.code)).all())
        gone, held = _dissolved(session), self.stored(session)
        people = set(session.exec(select(Account.username).where(col(Account.disabled_at).is_(None))).all())
        for line, row in rows:
            if row["unit"] not in units:
                faults.append(RowFault(line, f"没有这个单位 · unknown unit {row['unit']!r}"))
            # who held a post there when it was dissolved may stand in a file that was taken out
            if row["unit"] in gone and self.key(row) not in held:
                faults.append(RowFault(line, f"单位已撤销，不能任职 · the unit is dissolved: {row['unit']}"))
            if row["account"] not in people:
                faults.append(
                    RowFault(line, f"没有这个账户，或已停用 · unknown or disabled account {row['account']!r}")
                )
        return [*faults, *twice([(line, self.key(row)) for line, row in rows])]

    def leaving(self, stored: Mapping[str, Mapping[str, str]], rows: Sequence[Mapping[str, str]]) -> list[str]:
        """Keys of the posts that a file takes away: those of its units that it does not list."""
        named = {row["unit"] for row in rows}
        kept = {self.key(row) for row in rows}
        return [key for key, row in stored.items() if row["unit"] in named and key not in kept]

    def store(self, session: Session, rows: Sequence[Mapping[str, str]]) -> None:
        for unit in {row["unit"] for row in rows}:
            session.exec(delete(Post).where(col(Post.unit) == unit))
        session.flush()
        session.add_all(Post(**row) for row in rows)


def _dissolved(session: Session) -> set[str]:
    return set(session.exec(select(Unit.code).where(Unit.dissolved_on != "")).all())


def _loops(rows: Sequence[Row], parents: Mapping[str, str]) -> list[RowFault]:
    """A row above which its own code stands again: nobody would be its superior."""
    faults = []
    for line, row in rows:
        seen, code = {row["code"]}, row["parent"]
        while code and code not in seen:
            seen.add(code)
            code = parents.get(code, "")
        if code == row["code"]:
            faults.append(RowFault(line, f"上级关系成环 · its superiors lead back to itself: {row['code']}"))
    return faults
