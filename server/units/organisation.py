"""Regions, units and posts as they stand, read once and remembered until one of them changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlmodel import Session, SQLModel

from server.core.reference import remembered
from server.units.tables import Post, Region, Unit


@dataclass(frozen=True, slots=True)
class Organisation:
    """Values tied to no session; nobody changes them."""

    #: code -> name
    regions: Mapping[str, str]
    units: Mapping[str, Unit]
    posts: tuple[Post, ...]
    posts_of_unit: Mapping[str, tuple[Post, ...]]
    posts_of_account: Mapping[str, tuple[Post, ...]]


def organisation(session: Session) -> Organisation:
    return remembered(session, Organisation, partial(_read, session))


def _read(session: Session) -> Organisation:
    session.flush()
    regions = _rows(session, Region)
    units = [Unit(**row) for row in _rows(session, Unit)]
    posts = tuple(Post(**row) for row in _rows(session, Post))
    of_unit: dict[str, tuple[Post, ...]] = {}
    of_account: dict[str, tuple[Post, ...]] = {}
    for post in posts:
        of_unit[post.unit] = (*of_unit.get(post.unit, ()), post)
        of_account[post.account] = (*of_account.get(post.account, ()), post)
    return Organisation(
        {str(row["code"]): str(row["name"]) for row in regions},
        {unit.code: unit for unit in units},
        posts,
        of_unit,
        of_account,
    )


def _rows(session: Session, table: type[SQLModel]) -> list[dict[str, Any]]:
    found = table.__table__  # type: ignore[attr-defined]
    statement = found.select().order_by(*found.primary_key.columns)
    return [dict(row) for row in session.connection().execute(statement).mappings()]
