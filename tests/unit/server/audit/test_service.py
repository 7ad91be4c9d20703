"""Every act leaves a record that cannot be changed, cut or slipped in unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from server.audit import anchors, looking, service
from server.audit.tables import AuditRecord
from server.core.database import snapshot
from server.core.work import Work
from server.worker import look
from tests.contract.hall import LI, Hall, open_hall, registered, registration


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with open_hall(tmp_path / "data") as hall:
        kiosk = hall.kiosk()
        answer = registered(kiosk, "row-0000-0001", registration())
        kiosk.lookup("111", LI.id_number)
        staff = hall.sign_in("renshe.duty")
        staff.get(f"/petitions/{answer.petition_id}")
        staff.acknowledge(answer.petition_id)
        yield hall


def test_acts_and_looks_are_recorded_without_identity_data(hall: Hall) -> None:
    with hall.work() as work:
        rows = work.session.exec(select(AuditRecord)).all()
        actions = {row.action for row in rows}
        assert actions >= {
            *("kiosk.enrolled", "petition.registered", "visitor.looked_up", "session.opened"),
            *("petition.read", "petition.acknowledged"),
        }
        assert not [row for row in rows if LI.id_number in row.object or LI.name in row.object]
        assert service.verify(work.session, work.vault) == []


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE audit_record SET actor = 'account:other' WHERE action = 'petition.read'",
        "UPDATE audit_record SET at = '2020-01-01 00:00:00.000000' WHERE action = 'petition.registered'",
        "DELETE FROM audit_record WHERE action = 'petition.registered'",
        "DELETE FROM audit_record WHERE id = (SELECT max(id) FROM audit_record)",
        "UPDATE audit_head SET hash = '' WHERE seq > 2",
    ],
)
def test_a_record_changed_or_removed_by_hand_is_found(hall: Hall, deed: str) -> None:
    with hall.work() as work:
        work.session.execute(text(deed))
    with hall.work() as work:
        assert service.verify(work.session, work.vault) != []


def test_what_is_rolled_back_leaves_no_record(hall: Hall) -> None:
    with pytest.raises(RuntimeError), hall.work() as work:
        service.record(work, "never.happened", "case:0")
        raise RuntimeError
    with hall.work() as work:
        assert work.session.exec(select(AuditRecord).where(AuditRecord.action == "never.happened")).first() is None
        assert service.verify(work.session, work.vault) == []


def test_records_are_written_with_the_commit_and_seen_by_who_asks_before(hall: Hall) -> None:
    with hall.work() as work:
        service.record(work, "first.act", "case:0")
        with work.session.begin_nested():
            service.record(work, "second.act", "case:0")
        service.record(work, "third.act", "case:0")
        acts = select(AuditRecord.action).where(AuditRecord.object == "case:0").order_by(col(AuditRecord.seq))
        assert sorted(work.session.exec(acts).all()) == ["first.act", "second.act", "third.act"]
    with hall.work() as work:
        # within a savepoint at once, the others at the end in their order
        assert work.session.exec(acts).all() == ["second.act", "first.act", "third.act"]
        assert service.verify(work.session, work.vault) == []


def test_a_savepoint_that_is_rolled_back_takes_its_own_records_alone(hall: Hall) -> None:
    with hall.work() as work:
        service.record(work, "stays.act", "case:0")
        inside = work.session.begin_nested()
        service.record(work, "goes.act", "case:0")
        inside.rollback()
    with hall.work() as work:
        found = work.session.exec(select(AuditRecord.action).where(AuditRecord.object == "case:0")).all()
        assert found == ["stays.act"]
        assert service.verify(work.session, work.vault) == []


def test_the_state_tells_the_workers_last_look_and_checks_the_newest_records_itself(hall: Hall) -> None:
    with hall.work() as work:
        assert looking.state(work).looked is None
        before = looking.length(work.session)
    look(hall.centre)
    with hall.work() as work:
        found = looking.state(work)
        assert found.ok
        assert found.looked == looking.Looked(hall.clock(), before)
        assert found.records > before
    with hall.work() as work:
        work.session.execute(text("UPDATE audit_record SET actor = 'account:other' WHERE action = 'petition.read'"))
    with hall.work() as work:
        assert [not looking.state(work).ok, len(looking.state(work).trouble)] == [True, 1]


@pytest.mark.expect_log("invariant trail does not hold")
def test_a_break_the_worker_found_is_told_after_it_has_left_the_newest_records(hall: Hall) -> None:
    with hall.work() as work:
        lane = work.session.exec(select(AuditRecord.lane).where(AuditRecord.action == "petition.read")).first()
        work.session.execute(text("UPDATE audit_record SET actor = 'account:other' WHERE action = 'petition.read'"))
    look(hall.centre)
    with hall.work() as work:
        for number in range(looking.NEWEST + 1):
            actor = Work(work.session, work.centre, work.now, "account:renshe.duty")
            service.record(actor, "petition.noted", f"case:{number}")
    with hall.work() as work:
        found = looking.state(work)
        assert found.trouble == ()
        assert not found.ok
        assert found.looked is not None
        assert found.looked.first_break.startswith(f"lane {lane} breaks at ")
        assert service.verify(work.session, work.vault) != []


@pytest.mark.parametrize("newest", [1, 2, 3, 1000])
def test_the_newest_records_hang_on_the_one_before_them(hall: Hall, newest: int) -> None:
    with hall.work() as work:
        assert service.verify_newest(work.session, work.vault, newest) == []
    with hall.work() as work:
        work.session.execute(text("DELETE FROM audit_record WHERE id = (SELECT max(id) FROM audit_record)"))
    with hall.work() as work:
        assert service.verify_newest(work.session, work.vault, newest) != []


def test_a_checkpoint_written_while_somebody_looks_is_no_break(hall: Hall) -> None:
    with snapshot(hall.centre.engine) as session:
        assert service.verify(session, hall.centre.vault) == []
        with hall.work() as work:
            service.record(work, "something.done", "thing:1")
        with hall.work() as work:
            assert anchors.write(work) is not None
        assert list(anchors.verify(Work(session, hall.centre, hall.clock(), "system:worker"))) == []


def checkpoint(hall: Hall) -> anchors.Anchor:
    with hall.work() as work:
        service.record(work, "something.done", "thing:1")
    with hall.work() as work:
        made = anchors.write(work)
    assert made is not None
    return made


def test_after_years_of_checkpoints_the_next_one_reads_the_end_alone_and_goes_on_counting(hall: Hall) -> None:
    path = hall.centre.settings.anchor_path
    first = checkpoint(hall)
    line = path.read_bytes()
    # lines of years gone by, which nobody needs any more to write the next one
    path.write_bytes(b"x" * 3_000_000 + b"\n" + line)
    assert checkpoint(hall).number == first.number + 1
    with hall.work() as work:
        assert list(anchors.verify(work)) == []


def test_a_line_torn_by_a_writer_that_died_keeps_the_next_checkpoint_readable(hall: Hall) -> None:
    path = hall.centre.settings.anchor_path
    first = checkpoint(hall)
    with path.open("ab") as file:
        file.write(path.read_bytes()[:100])
    assert checkpoint(hall).number == first.number + 1
    with hall.work() as work:
        assert list(anchors.verify(work)) == []
