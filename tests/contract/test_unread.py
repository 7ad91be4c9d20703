"""Shown, read, unread for too long: the deputy, never somebody who must not know; and the bulletin of the morning."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from sqlmodel import select

from server.accounts.tables import Role
from server.cases import telling
from server.contract.v1 import ComplainedOf
from server.core.errors import HallError
from server.invariants.rows import ROWS
from server.notify import deputies
from server.notify.tables import Notice, NoticeKind
from server.units.tables import Post, PostRole
from server.worker import sweep
from tests.contract.hall import WAGES, WANG, Hall, Staff, registered, registration

ACCUSATION = "举报和村镇党委书记贪污受贿，侵占集体资产，以权谋私。"


def of_kind(hall: Hall, kind: NoticeKind) -> list[Notice]:
    with hall.session() as session:
        return list(session.exec(select(Notice).where(Notice.kind == kind).order_by(Notice.id)).all())  # type: ignore[arg-type]


def wait(hall: Hall, **by: float) -> None:
    telling.lay_out(hall.centre)
    hall.clock.forward(**by)
    telling.stand_in(hall.centre)
    telling.lay_out(hall.centre)


def test_receipts_say_who_was_shown_it_and_who_opened_it(hall: Hall) -> None:
    case = registered(hall.kiosk(), "row-0000-0001", registration())
    duty, leader = hall.sign_in("renshe.duty"), hall.sign_in("renshe.leader")
    shown = leader.get("/notices").json()
    assert shown["unread"] == 1
    assert leader.post("/notices/seen", {"ids": [shown["items"][0]["id"]]}).status_code == 204
    hall.clock.forward(minutes=1)
    duty.get(f"/petitions/{case.petition_id}")
    items = leader.get(f"/petitions/{case.petition_id}/receipts").json()["items"]
    found = {one["account"]: (one["seen_at"] is not None, one["read_at"] is not None) for one in items}
    assert found == {"renshe.duty": (True, True), "renshe.leader": (True, False), "convenor": (False, False)}
    stranger = hall.sign_in("shuili.duty")
    assert stranger.get(f"/petitions/{case.petition_id}/receipts").status_code == 404
    assert stranger.post(f"/notices/{shown['items'][0]['id']}/read", {}).status_code == 404
    assert stranger.post("/notices/seen", {"ids": [shown["items"][0]["id"]]}).status_code == 204
    assert leader.post(f"/notices/{shown['items'][0]['id']}/read", {}).status_code == 204
    assert leader.get("/notices").json()["unread"] == 0


def test_what_an_officer_leaves_unread_goes_to_the_deputy_once(hall: Hall) -> None:
    with hall.work() as work:
        deputies.name(work, "renshe.duty", ["shuili.duty"])
    case = registered(hall.kiosk(), "row-0000-0001", registration())
    assert hall.sign_in("shuili.duty").get(f"/petitions/{case.petition_id}").status_code == 404
    wait(hall, minutes=4, seconds=59)
    assert of_kind(hall, NoticeKind.UNREAD) == []
    wait(hall, seconds=1)
    wait(hall, minutes=1)
    told = of_kind(hall, NoticeKind.UNREAD)
    assert [one.account for one in told] == ["shuili.duty"]
    assert hall.sign_in("shuili.duty").get(f"/petitions/{case.petition_id}").status_code == 200


def test_once_the_desk_has_the_matter_nobody_stands_in_for_a_colleague(hall: Hall) -> None:
    with hall.session() as session:
        session.add(Post(unit="130406-renshe", role=PostRole.DUTY_OFFICER, account="renshe.second", holder="示例"))
    second = hall.person("renshe.second", Role.DUTY_OFFICER, "130406-renshe")
    case = registered(hall.kiosk(), "row-0000-0001", registration())
    assert second.acknowledge(case.petition_id).status_code == 200
    wait(hall, minutes=6)
    assert of_kind(hall, NoticeKind.UNREAD) == []


def test_whoever_reads_in_time_needs_no_deputy(hall: Hall) -> None:
    case = registered(hall.kiosk(), "row-0000-0001", registration())
    telling.lay_out(hall.centre)
    for name in ("renshe.duty", "renshe.leader"):
        hall.sign_in(name).get(f"/petitions/{case.petition_id}")
    wait(hall, hours=3)
    assert of_kind(hall, NoticeKind.UNREAD) == []


def test_without_a_named_deputy_it_climbs_and_asks_nobody_twice(hall: Hall) -> None:
    registered(hall.kiosk(), "row-0000-0001", registration())
    for _ in range(6):
        wait(hall, hours=3)
    told = of_kind(hall, NoticeKind.UNREAD)
    per_line = Counter((one.stands_for, one.account) for one in told)
    assert set(per_line.values()) == {1}
    assert {one.account for one in told} <= {"renshe.leader", "convenor"}


def test_a_deputy_who_must_not_know_is_passed_over(hall: Hall) -> None:
    with hall.work() as work:
        deputies.name(work, "renshe.duty", ["shuili.duty"])
    body = registration(complained_of=(ComplainedOf(name="峰峰矿区水利局"),))
    case = registered(hall.kiosk(), "row-0000-0001", body)
    assert case.decision.unit is not None
    assert case.decision.unit.code == "130406-renshe"
    wait(hall, minutes=6)
    assert {one.account for one in of_kind(hall, NoticeKind.UNREAD)} == {"renshe.leader"}


def test_a_sealed_matter_never_leaves_its_desk(hall: Hall) -> None:
    with hall.work() as work:
        deputies.name(work, "jiwei.duty", ["jiwei.leader"])
    secretary = ComplainedOf(name="某某", kind="person", post="和村镇党委书记")
    registered(hall.kiosk(), "row-0000-0001", registration(text=ACCUSATION, complained_of=(secretary,)))
    for _ in range(4):
        wait(hall, hours=3)
    assert of_kind(hall, NoticeKind.UNREAD) == []


def test_a_deputy_is_another_person_with_a_post(hall: Hall) -> None:
    for account, deputy in (("renshe.duty", "renshe.duty"), ("renshe.duty", "nobody")):
        with pytest.raises(HallError), hall.work() as work:
            deputies.name(work, account, [deputy])


def test_a_person_names_colleagues_the_administrator_anybody_and_it_is_undone(hall: Hall) -> None:
    duty, admin = hall.sign_in("renshe.duty"), hall.sign_in("admin")
    assert [one["account"] for one in duty.get("/deputies").json()["choice"]] == ["renshe.leader"]
    assert put(duty, "/deputies", "renshe.leader").status_code == 200
    assert put(duty, "/deputies", "shuili.duty").json()["code"] == "forbidden"
    assert put(duty, "/admin/deputies/renshe.duty", "shuili.duty").status_code == 403
    assert put(admin, "/admin/deputies/nobody", "shuili.duty").status_code == 404
    assert put(admin, "/admin/deputies/renshe.duty", "shuili.duty", "shuili.duty").json()["fields"] == ["deputies"]
    changed = put(admin, "/admin/deputies/renshe.duty", "shuili.duty", "renshe.leader").json()["batch"]
    seen = admin.get("/admin/deputies/renshe.duty").json()["items"]
    assert [one["account"] for one in seen] == ["shuili.duty", "renshe.leader"]
    # whom the administrator named the person may keep
    assert put(duty, "/deputies", "renshe.leader", "shuili.duty").status_code == 200
    assert admin.post(f"/admin/changes/{changed}/undo", {}).json()["code"] == "conflict"
    latest = admin.get("/admin/changes?kind=deputies&key=renshe.duty").json()["items"][0]
    assert (latest["actor"], latest["before"]["deputies"][0]) == ("account:renshe.duty", "shuili.duty")
    assert admin.post(f"/admin/changes/{latest['batch']}/undo", {}).status_code == 200
    assert duty.get("/deputies").json()["items"][0]["account"] == "shuili.duty"
    with hall.work() as work:
        assert not list(ROWS.check(work))


def put(staff: Staff, path: str, *deputies: str) -> Any:
    return staff.http.put(f"/api/v1{path}", json={"deputies": deputies}, headers={"X-Hall-CSRF": staff.csrf})


def test_the_bulletin_counts_what_its_reader_may_see_once_a_day(hall: Hall) -> None:
    kiosk = hall.kiosk()
    registered(kiosk, "row-0000-0001", registration())
    accused = registration(
        petitioner=WANG, complained_of=(ComplainedOf(name="峰峰矿区人力资源和社会保障局"),), text=WAGES
    )
    registered(kiosk, "row-0000-0002", accused)
    hall.clock.forward(hours=20)
    sweep(hall.centre)
    assert telling.publish(hall.centre) == 0, "not before its hour"
    # Tuesday 07:45 in the hall
    hall.clock.forward(hours=1, minutes=45)
    assert telling.publish(hall.centre) > 0
    assert telling.publish(hall.centre) == 0
    found = {one.account: one.body for one in of_kind(hall, NoticeKind.BULLETIN)}
    assert found["renshe.leader"].startswith("新到 1 件")
    assert "逾期 1 件" in found["renshe.leader"]
    assert found["convenor"].startswith("新到 2 件")
    # Saturday is no day for bulletins
    hall.clock.forward(days=4)
    assert telling.publish(hall.centre) == 0


def test_quiet_hours_hold_back_the_clock_of_an_ordinary_notice(hall: Hall) -> None:
    registered(hall.kiosk(), "row-0000-0001", registration())
    hall.sign_in("renshe.leader").get("/inbox")
    hall.clock.forward(hours=13)
    sweep(hall.centre)
    telling.lay_out(hall.centre)
    with hall.session() as session:
        late = session.exec(
            select(Notice).where(Notice.kind == NoticeKind.CLOCK_EXPIRED, Notice.account == "renshe.leader")
        ).first()
    assert late is not None
    assert late.unread_due_at is not None
    # 07:30 of the next morning in the hall, and two hours
    assert late.unread_due_at.isoformat() == "2026-03-03T01:30:00+00:00"


def test_who_is_kept_away_later_has_nothing_left_to_read_and_is_sent_nothing(hall: Hall) -> None:
    case = registered(hall.kiosk(), "row-0000-0001", registration())
    duty, leader = hall.sign_in("renshe.duty"), hall.sign_in("renshe.leader")
    body = {"account": "renshe.leader", "reason": "与信访人有亲属关系，应当回避。"}
    assert duty.decide(case.petition_id, "recusal", **body).status_code == 200
    items = leader.get("/notices").json()["items"]
    assert [(one["title"][:5], one["body"]) for one in items] == [("通知已撤回", "")]
    for _ in range(3):
        wait(hall, hours=3)
    assert "renshe.leader" not in {one.account for one in of_kind(hall, NoticeKind.UNREAD)}
