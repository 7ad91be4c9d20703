"""Notices beyond the page: real posts to real servers on loopback, decrypted as a browser would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from server.accounts.tables import Account, Role
from server.cases import telling
from server.contract.v1 import ComplainedOf
from server.notify import vapid
from server.notify.plan import DEFAULT
from server.notify.sending import Sender
from server.notify.tables import Delivery, DeliveryState, Notice, PushSubscription
from server.units.tables import Post, PostRole
from tests.contract.channels import Browser, Service, claims, service
from tests.contract.hall import LI, WAGES, Hall, Staff, open_hall, registered, registration

ACCUSATION = "举报和村镇党委书记贪污受贿，侵占集体资产，以权谋私。"


@pytest.fixture
def remote() -> Iterator[Service]:
    with service() as found:
        yield found


def plan(folder: Path, url: str, extra: str = "") -> Path:
    host = url.removeprefix("http://")
    text = DEFAULT.read_text("utf-8") + (
        f'[[channel]]\nname = "renshe-group"\nurl = "json://{host}/renshe"\nunit = "130406-renshe"\n'
        f'[[channel]]\nname = "convenor-sms"\nurl = "json://{host}/convenor"\naccount = "convenor"\nurgency = ["urgent"]\n'
        f'[[channel]]\nname = "jiwei-group"\nurl = "json://{host}/jiwei"\nunit = "130406-jiwei"\n' + extra
    )
    file = folder / "notices.toml"
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def hall(tmp_path: Path, remote: Service) -> Iterator[Hall]:
    settings: dict[str, Any] = {"notices": plan(tmp_path, remote.url), "push_loopback": True}
    with open_hall(tmp_path / "data", **settings) as hall:
        vapid.make(hall.centre.settings.push_key_path)
        yield hall


def subscribed(staff: Staff, endpoint: str) -> Browser:
    browser = Browser(endpoint)
    answer = staff.post("/push/subscriptions", browser.subscription)
    assert answer.status_code == 201, answer.text
    return browser


def tell(hall: Hall) -> None:
    telling.lay_out(hall.centre)
    Sender(hall.centre, telling.circles, lambda: 0.5).round()


def deliveries(hall: Hall) -> list[Delivery]:
    with hall.session() as session:
        return list(session.exec(select(Delivery).order_by(Delivery.id)).all())  # type: ignore[arg-type]


def test_a_phone_gets_an_encrypted_push_signed_by_this_centre(hall: Hall, remote: Service) -> None:
    duty = hall.sign_in("renshe.duty")
    browser = subscribed(duty, f"{remote.url}/push/one")
    case = registered(hall.kiosk(), "row-0000-0001", registration())
    tell(hall)
    pushed = [post for post in remote.posts if post.path == "/push/one"]
    assert len(pushed) == 1
    said = browser.read(pushed[0])
    assert said["url"].endswith(f"/cases/{case.petition_id}/acknowledge")
    assert case.number in said["body"]
    assert said["urgent"] is True
    found = claims(pushed[0], duty.get("/push").json()["key"])
    assert found["aud"] == remote.url
    assert isinstance(found["exp"], int)
    assert pushed[0].headers["urgency"] == "high"
    assert int(pushed[0].headers["ttl"]) > 0


def test_a_group_is_told_once_and_a_person_of_their_own(hall: Hall, remote: Service) -> None:
    registered(hall.kiosk(), "row-0000-0001", registration())
    tell(hall)
    tell(hall)
    assert sorted(post.path for post in remote.posts) == ["/convenor", "/renshe"]
    assert {row.state for row in deliveries(hall)} == {DeliveryState.SENT}


def test_nothing_that_leaves_the_centre_tells_of_a_person_or_of_what_it_is_about(hall: Hall, remote: Service) -> None:
    browsers = {
        name: subscribed(hall.sign_in(name), f"{remote.url}/push/{name}")
        for name in ("renshe.duty", "renshe.leader", "convenor", "jiwei.duty", "xinfang.duty")
    }
    kiosk = hall.kiosk()
    body = registration(complained_of=(ComplainedOf(name="示例建筑公司"),))
    first = registered(kiosk, "row-0000-0001", body)
    secretary = ComplainedOf(name="某某", kind="person", post="和村镇党委书记")
    sealed = registered(kiosk, "row-0000-0002", registration(text=ACCUSATION, complained_of=(secretary,)))
    tell(hall)
    hall.clock.forward(hours=3)
    telling.stand_in(hall.centre)
    tell(hall)
    words = []
    for post in remote.posts:
        name = post.path.removeprefix("/push/")
        words.append(browsers[name].read(post) if name in browsers else post.json())
    assert len(words) > 6
    shown = json.dumps(words, ensure_ascii=False)
    secret = [
        LI.name,
        LI.id_number,
        LI.phone,
        LI.address,
        WAGES[:6],
        ACCUSATION[:6],
        "示例建筑",
        "和村",
        "劳动",
        "工资",
    ]
    secret += ["贪污", "举报", "检举", "密封", "纪检", "某某", first.query_code, sealed.query_code]
    assert not [word for word in secret if word in shown]
    sealed_ones = [said for said in words if sealed.petition_id in json.dumps(said)]
    open_ones = [said for said in words if first.petition_id in json.dumps(said)]
    assert sealed_ones
    # a sealed matter reads like any other
    assert {said["title"] for said in sealed_ones} <= {said["title"] for said in open_ones}


def test_what_fails_is_tried_again_with_growing_pauses_and_kept_with_its_reason(hall: Hall, remote: Service) -> None:
    subscribed(hall.sign_in("renshe.duty"), "http://127.0.0.1:1/push")
    registered(hall.kiosk(), "row-0000-0001", registration())
    telling.lay_out(hall.centre)
    sender = Sender(hall.centre, telling.circles, lambda: 0.5)
    pauses = []
    for attempt in range(1, 8):
        sender.round()
        row = next(row for row in deliveries(hall) if row.channel == "webpush")
        assert (row.state, row.attempts) == (DeliveryState.WAITING, attempt)
        pauses.append((row.due_at - hall.clock()).total_seconds())
        hall.clock.forward(seconds=pauses[-1])
    assert pauses == [5, 15, 45, 135, 405, 1215, 1800]


def test_a_service_that_does_not_answer_holds_up_nobody_else(hall: Hall, remote: Service) -> None:
    remote.asleep = "/push/asleep"
    subscribed(hall.sign_in("renshe.duty"), f"{remote.url}/push/asleep")
    registered(hall.kiosk(), "row-0000-0001", registration())
    telling.lay_out(hall.centre)
    sender = Sender(hall.centre, telling.circles, lambda: 0.5)

    def states() -> dict[str, str]:
        return {row.channel: row.state for row in deliveries(hall)}

    # a round ends although one is on its way; what comes next goes out all the same
    while states()["apprise"] != DeliveryState.SENT:
        sender.round(0.05)
    assert states()["webpush"] == DeliveryState.WAITING
    registered(hall.kiosk(), "row-0000-0002", registration())
    telling.lay_out(hall.centre)
    while sum(row.state == DeliveryState.SENT for row in deliveries(hall)) < 4:
        sender.round(0.05)
    assert not remote.awake.is_set()
    remote.awake.set()
    sender.close()
    assert set(states().values()) == {DeliveryState.SENT}


@pytest.mark.expect_log("given up")
def test_a_notice_that_was_given_up_is_listed_and_can_be_tried_again(hall: Hall, remote: Service) -> None:
    browser = subscribed(hall.sign_in("renshe.duty"), f"{remote.url}/push/one")
    remote.answers += [(500, {})] * 3
    registered(hall.kiosk(), "row-0000-0001", registration())
    telling.lay_out(hall.centre)
    sender = Sender(hall.centre, telling.circles, lambda: 0.5)
    with hall.session() as session:
        for row in session.exec(select(Delivery).where(Delivery.channel != "webpush")).all():
            session.delete(row)
    for _ in range(7):
        remote.answers[:] = [(503, {"Retry-After": "1"})]
        sender.round()
        hall.clock.forward(hours=1)
    remote.answers[:] = [(503, {})]
    sender.round()
    assert hall.sign_in("renshe.duty").get("/notices/failed").status_code == 403
    admin = administrator(hall)
    items = admin.get("/notices/failed").json()["items"]
    assert [(one["account"], one["channel"], one["attempts"]) for one in items] == [("renshe.duty", "webpush", 8)]
    assert "503" in items[0]["reason"]
    assert remote.url not in json.dumps(items)
    assert admin.post(f"/notices/failed/{items[0]['id']}/retry", {}).status_code == 204
    assert admin.post(f"/notices/failed/{items[0]['id']}/retry", {}).status_code == 404
    sender.round()
    assert browser.read(remote.posts[-1])["urgent"] is True
    assert admin.get("/notices/failed").json()["items"] == []


def administrator(hall: Hall) -> Staff:
    with hall.session() as session:
        secret = session.get_one(Account, "renshe.duty").password_hash
        session.add(
            Account(
                username="admin.one", display="管理员示例", role=Role.ADMINISTRATOR, password_hash=secret, demo=True
            )
        )
    return hall.sign_in("admin.one")


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten(hall: Hall, remote: Service, status: int) -> None:
    subscribed(hall.sign_in("renshe.duty"), f"{remote.url}/push/one")
    registered(hall.kiosk(), "row-0000-0001", registration())
    telling.lay_out(hall.centre)
    with hall.session() as session:
        for row in session.exec(select(Delivery).where(Delivery.channel != "webpush")).all():
            session.delete(row)
    remote.answers += [(status, {})]
    Sender(hall.centre, telling.circles).round()
    with hall.session() as session:
        assert session.exec(select(PushSubscription)).all() == []
    assert [row.state for row in deliveries(hall)] == [DeliveryState.DROPPED]


def test_a_redirection_is_not_followed(hall: Hall, remote: Service) -> None:
    subscribed(hall.sign_in("renshe.duty"), f"{remote.url}/push/one")
    with hall.session() as session:
        session.add(
            Notice(
                account="renshe.duty",
                case_id="",
                kind="assigned",
                title="t",
                body="b",
                created_at=hall.clock(),
                urgency="urgent",
            )
        )
    remote.answers += [(302, {"Location": f"{remote.url}/inside"})] * 2
    tell(hall)
    assert "/inside" not in {post.path for post in remote.posts}


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/x",
        "https://10.0.0.1/x",
        "https://169.254.169.254/latest",
        "https://[::1]/x",
        "https://localhost/x",
        "https://db.internal/x",
        "https://intranet/x",
        "https://push.example.com:8443/x",
        "https://user:secret@push.example.com/x",
        "file:///etc/passwd",
        "https://2130706433/x",
        "https://0x7f.1/x",
    ],
)
def test_an_address_inside_the_network_is_no_push_service(tmp_path: Path, endpoint: str) -> None:
    with open_hall(tmp_path / "data") as hall:
        answer = hall.sign_in("renshe.duty").post("/push/subscriptions", Browser(endpoint).subscription)
        assert answer.status_code == 422, answer.text
        assert "push" in answer.json()["message_en"]


def test_ordinary_notices_wait_for_the_morning_and_urgent_ones_do_not(hall: Hall, remote: Service) -> None:
    # Monday 23:00 in the hall
    hall.clock.forward(hours=13)
    with hall.session() as session:
        for urgency in ("ordinary", "urgent"):
            session.add(
                Notice(
                    account="renshe.duty",
                    case_id="",
                    kind="clock_warning",
                    title=urgency,
                    body="b",
                    created_at=hall.clock(),
                    urgency=urgency,
                )
            )
    tell(hall)
    assert [row.state for row in deliveries(hall)] == [DeliveryState.WAITING, DeliveryState.SENT]
    hall.clock.forward(hours=8, minutes=29)
    tell(hall)
    assert len(remote.posts) == 1
    hall.clock.forward(minutes=1)
    tell(hall)
    assert len(remote.posts) == 2


def test_a_group_with_somebody_who_must_not_know_is_not_told(hall: Hall, remote: Service) -> None:
    # somebody of the desk, by the name alone; the unit itself is not complained of
    hall.person("renshe.second", Role.DUTY_OFFICER, "130406-renshe")
    with hall.session() as session:
        session.add(Post(unit="130406-renshe", role=PostRole.DUTY_OFFICER, account="renshe.second", holder="韩示例99"))
    body = registration(complained_of=(ComplainedOf(name="韩示例99", kind="person"),))
    answer = registered(hall.kiosk(), "row-0000-0001", body)
    assert answer.decision.unit is not None and answer.decision.unit.code == "130406-renshe"
    tell(hall)
    assert {post.path for post in remote.posts} == {"/convenor"}
    with hall.session() as session:
        told = set(session.exec(select(Notice.account)).all())
    assert told == {"renshe.duty", "renshe.leader", "convenor"}


def test_a_signed_out_phone_can_unsubscribe_first(hall: Hall, remote: Service) -> None:
    duty = hall.sign_in("renshe.duty")
    browser = subscribed(duty, f"{remote.url}/push/one")
    assert duty.get("/push").json()["subscriptions"] == 1
    assert duty.post("/push/unsubscribe", {"endpoint": browser.subscription["endpoint"]}).status_code == 204
    assert duty.get("/push").json()["subscriptions"] == 0


def test_a_notice_read_meanwhile_is_not_sent(hall: Hall, remote: Service) -> None:
    duty = hall.sign_in("renshe.duty")
    subscribed(duty, f"{remote.url}/push/one")
    case = registered(hall.kiosk(), "row-0000-0001", registration())
    telling.lay_out(hall.centre)
    duty.get(f"/petitions/{case.petition_id}")
    hall.clock.forward(**{"seconds": timedelta(minutes=1).total_seconds()})
    Sender(hall.centre, telling.circles).round()
    assert "/push/one" not in {post.path for post in remote.posts}
