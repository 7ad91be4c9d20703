"""Regimes and calendar years that a centre keeps in its database, beside the files of the program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlmodel import Session, col, select

from server.clocks.tables import CalendarYear, RegimeVersion
from server.core.reference import remembered

#: key in `session.info`: True where the database of this session keeps some
STORED = "clocks.stored"


@dataclass(frozen=True, slots=True)
class Stored:
    """As they are written: TOML of each regime, JSON of each year."""

    regimes: tuple[str, ...] = ()
    years: tuple[str, ...] = ()


def stored(session: Session) -> Stored:
    return remembered(session, Stored, partial(_read, session)) if session.info.get(STORED) is True else Stored()


def _read(session: Session) -> Stored:
    order = (col(RegimeVersion.id), col(RegimeVersion.valid_from))
    return Stored(
        tuple(session.exec(select(RegimeVersion.document).order_by(*order)).all()),
        tuple(session.exec(select(CalendarYear.document).order_by(col(CalendarYear.year))).all()),
    )
