"""The schema goes up and down on both databases, with data in it, and is what the program expects."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from server.audit import service as audit
from server.core import schema
from server.core.database import make_engine
from server.invariants.every import failures
from tests.contract.hall import open_hall, registered, registration
from tests.contract.way import at_the_unit


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'hall.sqlite3'}"
    found = request.getfixturevalue("database")
    assert isinstance(found, str)
    return found


BOTH = pytest.mark.parametrize(
    "url",
    [
        "sqlite",
        pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]),
    ],
    indirect=True,
)


def _own(name: str | None, kind: str, _parents: object) -> bool:
    """What the program looks into without knowing it as a table: see `CaseSearch`."""
    return not str(name).startswith("case_words" if kind == "table" else "ix_case_search_tokens")


@BOTH
def test_migrations_build_the_schema_the_program_expects(url: str) -> None:
    engine = make_engine(url)
    assert not schema.is_current(engine)
    schema.upgrade(engine)
    assert schema.is_current(engine)
    with engine.connect() as connection:
        found = MigrationContext.configure(connection, opts={"include_name": _own})
        assert compare_metadata(found, SQLModel.metadata) == []
    engine.dispose()


@BOTH
def test_a_filled_database_goes_down_and_up_again(url: str, tmp_path: Path) -> None:
    with open_hall(tmp_path / "data", url) as hall:
        registered(hall.kiosk(), "row-0000-0001", registration())
    engine = make_engine(url)
    schema.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    schema.upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit_head")).scalar() == 16
    engine.dispose()


@BOTH
def test_matters_registered_before_a_step_of_the_schema_live_on_after_it(url: str, tmp_path: Path) -> None:
    with open_hall(tmp_path / "data", url) as hall:
        answer, duty = at_the_unit(hall)
    engine = make_engine(url)
    schema.downgrade(engine, "0001")
    schema.upgrade(engine)
    engine.dispose()
    with open_hall(tmp_path / "data", url) as hall:
        with hall.work() as work:
            assert audit.verify(work.session, work.vault) == []
        duty = hall.sign_in("renshe.duty")
        assert duty.done(answer.petition_id, "accept")["state"] == "accepted"
        assert [paper["kind"] for paper in duty.papers(answer.petition_id)] == ["acceptance"]


@BOTH
def test_seals_are_renewed_where_they_hold_and_a_row_edited_before_stays_found(url: str, tmp_path: Path) -> None:
    with open_hall(tmp_path / "data", url) as hall:
        registered(hall.kiosk(), "row-0000-0001", registration(hall.clock()))
        with hall.work() as work:
            assert failures(work) == []
        engine = hall.centre.engine
        schema.downgrade(engine, "0025")
        with engine.begin() as connection:
            connection.execute(text("UPDATE notice SET account = 'xinfang.duty' WHERE id = 1"))
        schema.upgrade(engine)
        with hall.work() as work:
            assert [failure.sentence.split(":")[0] for failure in failures(work)] == ["notice 1"]
