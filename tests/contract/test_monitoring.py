"""Health, readiness and metrics, and that none of them tells of anybody."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import select

from server.cases import telling
from server.notify.tables import Delivery, DeliveryState, Notice
from server.worker import sweep_round, tell
from tests.contract.hall import LI, Hall, open_hall, registered, registration


def here(hall: Hall) -> TestClient:
    return TestClient(hall.app, client=("127.0.0.1", 50000))


def test_a_process_that_serves_is_ready_and_says_what_else_is_wrong(hall: Hall) -> None:
    assert hall.http.get("/health").json() == {"status": "ok"}
    answer = hall.http.get("/ready")
    assert answer.status_code == 200
    said = answer.json()
    assert said["status"] == "degraded"
    assert said["checks"]["database"] == {"ok": True}
    assert "hall worker" in said["checks"]["worker_sweep"]["cause"]


def test_with_a_worker_at_work_everything_is_well(hall: Hall) -> None:
    from server.worker import _report

    _report(hall.centre)
    tell(hall.centre, telling.sender(hall.centre))
    assert hall.http.get("/ready").json()["status"] == "ok"
    hall.clock.forward(seconds=31)
    assert hall.http.get("/ready").json()["checks"]["worker_notices"]["ok"] is False


def test_another_schema_is_not_ready(tmp_path: Path) -> None:
    with open_hall(tmp_path / "data") as hall:
        with hall.session() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        answer = hall.http.get("/ready")
        assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
        assert answer.json()["checks"]["migrations"]["ok"] is False


def test_metrics_count_without_naming_anybody(hall: Hall) -> None:
    answer = registered(hall.kiosk(), "row-0000-0001", registration())
    hall.sign_in("renshe.duty").get(f"/petitions/{answer.petition_id}")
    sweep_round(hall.centre)
    with hall.session() as session:
        notice = session.exec(select(Notice)).first()
        assert notice is not None and notice.id is not None
        at = hall.clock()
        session.add(
            Delivery(
                notice_id=notice.id, channel="apprise", target="x", state=DeliveryState.FAILED, first_at=at, due_at=at
            )
        )
    said = here(hall).get("/metrics").text
    assert "hall_registrations_total 1.0" in said
    assert 'route="/api/v1/petitions/{case_id}"' in said
    assert "hall_notices_failed 1.0" in said
    assert "hall_outbox_waiting 3.0" in said
    assert "hall_sweep_lateness_seconds" in said
    for secret in (LI.name, LI.id_number, answer.number, answer.petition_id, "renshe"):
        assert secret not in said


def test_metrics_are_for_this_machine_or_for_who_has_the_token(tmp_path: Path, hall: Hall) -> None:
    assert hall.http.get("/metrics").status_code == 403
    assert here(hall).get("/metrics").status_code == 200
    assert here(hall).get("/metrics", headers={"x-forwarded-for": "8.8.8.8"}).status_code == 403
    with open_hall(tmp_path / "other", metrics_token="long-secret") as guarded:
        assert here(guarded).get("/metrics").status_code == 403
        right = {"authorization": "Bearer long-secret"}
        assert guarded.http.get("/metrics", headers=right).status_code == 200
