"""What is left to the end of a transaction: nobody who asks meanwhile sees the past, and nothing of it is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from server.audit.tables import AuditRecord
from server.cases.tables import CaseParty
from server.core import reference
from server.core.writing import ALONE, Draft, later
from server.units.tables import Unit
from tests.contract.hall import Hall, registered, registration

AT = datetime(2026, 9, 16, 1, 0, tzinfo=UTC)


@pytest.fixture
def case_id(hall: Hall) -> str:
    return registered(hall.kiosk(), "key-0001", registration()).petition_id


def _party(case_id: str, account: str) -> Draft:
    draft = Draft()
    draft.insert(CaseParty, [{"case_id": case_id, "account": account, "role": "unit", "told_at": AT}])
    return draft


def _told(hall: Hall, case_id: str) -> set[str]:
    with hall.session() as session:
        return set(session.exec(select(CaseParty.account).where(CaseParty.case_id == case_id)))


def test_what_is_asked_for_meanwhile_holds_what_was_left_for_later(hall: Hall, case_id: str) -> None:
    with hall.work() as work:
        later(work.session, _party(case_id, "one"))
        asked = select(CaseParty.account).where(CaseParty.case_id == case_id)
        assert "one" in work.session.exec(asked.execution_options(**{ALONE: True})).all()


def test_drafts_of_one_transaction_are_one_statement_with_their_audit_record(hall: Hall, case_id: str) -> None:
    from server.audit import service as audit

    written: list[str] = []
    with hall.work() as work:
        engine = work.session.get_bind().engine
        event.listen(engine, "before_cursor_execute", lambda *asked: written.append(asked[2]))
        later(work.session, _party(case_id, "one"))
        later(work.session, _party(case_id, "two"))
        audit.record(work, "test.told", f"case:{case_id}")
    assert {"one", "two"} <= _told(hall, case_id)
    assert len([sql for sql in written if sql.startswith("INSERT INTO case_party")]) == 1
    with hall.session() as session:
        made = session.exec(select(AuditRecord.made).where(AuditRecord.action == "test.told")).one()
    assert made == "case_party+2"


def test_a_draft_without_an_audit_record_is_written_all_the_same(hall: Hall, case_id: str) -> None:
    with hall.work() as work:
        later(work.session, _party(case_id, "one"))
    assert "one" in _told(hall, case_id)


def test_a_transaction_that_fails_takes_along_what_it_left_for_later(hall: Hall, case_id: str) -> None:
    with pytest.raises(RuntimeError), hall.work() as work:
        later(work.session, _party(case_id, "one"))
        raise RuntimeError
    assert "one" not in _told(hall, case_id)


def test_what_a_savepoint_writes_vanishes_with_it_alone(hall: Hall, case_id: str) -> None:
    with hall.work() as work:
        with pytest.raises(RuntimeError), work.session.begin_nested():
            later(work.session, _party(case_id, "one"))
            raise RuntimeError
        later(work.session, _party(case_id, "two"))
    assert _told(hall, case_id) & {"one", "two"} == {"two"}


def test_a_savepoint_does_not_begin_before_everything_is_written(hall: Hall, case_id: str) -> None:
    with pytest.raises(RuntimeError, match="write_waiting"), hall.work() as work:
        later(work.session, _party(case_id, "one"))
        work.session.begin_nested()


def test_rows_with_different_columns_are_not_written_as_one(hall: Hall, case_id: str) -> None:
    draft = _party(case_id, "one")
    draft.insert(CaseParty, [{"case_id": case_id, "account": "two"}])
    with pytest.raises(ValueError, match="different columns"), hall.work() as work:
        draft.write(work.session)


def test_every_table_that_renews_the_stamp_says_so(hall: Hall) -> None:
    with hall.session() as session:
        triggers = session.connection().exec_driver_sql(
            "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%reference_stamp%'"
        )
        stamped = {str(name) for (name,) in triggers}
    assert stamped == {one.__tablename__ for one in reference.Stamped.__subclasses__()}


def test_a_unit_changed_in_this_transaction_is_not_remembered_as_it_was(hall: Hall) -> None:
    with hall.work() as work:
        ask = lambda: reference.remembered(  # noqa: E731
            work.session, "names", lambda: tuple(work.session.exec(select(Unit.name).order_by(col(Unit.code))))
        )
        before = ask()
        work.session.exec(select(Unit).order_by(col(Unit.code))).first().name = "换了名字的单位"  # type: ignore[union-attr]
        work.session.flush()
        assert before != ask()
