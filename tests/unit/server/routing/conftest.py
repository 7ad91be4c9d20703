"""The demo county in a database of its own."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

import server.demo
from server.core.database import make_engine
from server.routing.service import load_catalogue
from server.routing.tables import DutyEntry
from server.units.tables import Post, Region, Unit

COUNTY = Path(next(iter(server.demo.__path__))) / "county"
TABLES = [SQLModel.metadata.tables[str(table.__tablename__)] for table in (Region, Unit, Post, DutyEntry)]


def rows(name: str) -> Iterator[dict[str, str]]:
    with (COUNTY / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'hall.sqlite3'}")
    SQLModel.metadata.create_all(engine, tables=TABLES)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        session.add_all([Region(**row) for row in rows("regions.csv")])
        session.add_all([Unit(**row) for row in rows("units.csv")])
        session.flush()
        load_catalogue(session, COUNTY / "catalogue.csv")
        yield session
