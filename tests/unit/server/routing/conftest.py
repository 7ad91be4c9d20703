"""The demo county in a database of its own."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

import server.demo
from server.core import schema
from server.core.database import make_engine
from server.routing.service import load_catalogue
from server.units.tables import Region, Unit

COUNTY = Path(next(iter(server.demo.__path__))) / "county"


def rows(name: str) -> Iterator[dict[str, str]]:
    with (COUNTY / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'hall.sqlite3'}")
    schema.upgrade(engine)
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
