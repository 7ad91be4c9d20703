"""What must hold on every database: registering, repeating, acknowledging, looking up."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlmodel import func, select

from server.cases import proof
from server.cases.progress import progress
from server.cases.tables import CaseEvent, PetitionCase
from server.clocks import service as clocks
from server.contract.v1 import ClockState, Lease, LeaseResponse, LookupResponse, Outcome, PageStored, RegisterResponse
from server.notify.tables import Notice
from tests.contract.hall import LI, WANG, Hall, page_image, refused, registered, registration, send

KEY = "row-0000-0001"


def leased(hall: Hall, kiosk: object) -> Lease:
    answer = kiosk.lease(1)  # type: ignore[attr-defined]
    assert isinstance(answer, LeaseResponse), answer
    return answer.leases[0]


class Lifecycle:
    """Subclassed once per database; the subclass has a fixture `hall`."""

    def test_a_registration_is_routed_timed_and_told_in_one_step(self, hall: Hall) -> None:
        kiosk, image = hall.kiosk(), page_image()
        stored = kiosk.put_page(hashlib.sha256(image).hexdigest(), image, "image/png", 10)
        assert stored == PageStored(sha256=hashlib.sha256(image).hexdigest(), created=True)
        number = leased(hall, kiosk)
        answer = registered(kiosk, KEY, registration(number=number.number, pages=(image,)))
        assert (answer.number, answer.query_code) == (number.number, number.query_code)
        assert answer.decision.outcome is Outcome.DISPATCHED
        assert answer.decision.unit is not None
        assert answer.decision.unit.code == "130406-renshe"
        assert [party.role for party in answer.decision.parties] == ["unit", "leader", "convenor"]
        running = {clock.rule for clock in answer.clocks if clock.state is ClockState.RUNNING}
        assert {"F2", "F3", "F5", "R3"} <= running
        with hall.session() as session:
            notices = session.exec(select(Notice)).all()
            assert {notice.account for notice in notices} == {"renshe.duty", "renshe.leader", "convenor"}
            assert len({notice.created_at for notice in notices}) == 1

    def test_the_same_key_again_gives_the_same_answer_and_stores_nothing(self, hall: Hall) -> None:
        kiosk, body = hall.kiosk(), registration()
        first = registered(kiosk, KEY, body)
        hall.clock.forward(hours=3)
        again = registered(kiosk, KEY, body)
        assert again == first.model_copy(update={"replayed": True})
        with hall.session() as session:
            assert session.exec(select(func.count()).select_from(PetitionCase)).one() == 1

    def test_the_same_key_at_the_same_moment_registers_once(self, hall: Hall) -> None:
        kiosk, body = hall.kiosk(), registration()
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: send(kiosk, KEY, body), range(4)))
        good = [answer for answer in answers if isinstance(answer, RegisterResponse)]
        assert len(good) == 4, answers
        assert len({answer.petition_id for answer in good}) == 1
        assert sorted(answer.replayed for answer in good) == [False, True, True, True]

    def test_a_key_with_other_content_is_refused(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        registered(kiosk, KEY, registration())
        assert refused(send(kiosk, KEY, registration(petitioner=WANG))) == "key_reused"

    def test_a_number_of_another_kiosk_or_a_used_one_is_refused(self, hall: Hall) -> None:
        one, other = hall.kiosk("一号终端"), hall.kiosk("二号终端")
        number = leased(hall, one).number
        assert refused(send(other, KEY, registration(number=number))) == "number_not_leased"
        registered(one, KEY, registration(number=number))
        assert refused(send(one, "row-0000-0002", registration(number=number))) == "number_not_leased"

    def test_many_registrations_at_once_get_different_numbers(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        bodies = [registration(petitioner=LI if n % 2 else WANG) for n in range(8)]
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda n: send(kiosk, f"row-1000-{n:04d}", bodies[n]), range(8)))
        good = [answer for answer in answers if isinstance(answer, RegisterResponse)]
        assert len({answer.number for answer in good}) == 8, answers
        with hall.work() as work:
            assert proof.verify(work) == []

    def test_clocks_of_a_late_delivery_count_from_the_true_moment(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        truly = hall.clock()
        hall.clock.forward(hours=2)
        answer = registered(kiosk, KEY, registration(truly))
        started = {clock.rule: clock.started_at for clock in answer.clocks}
        assert started["F5"] == truly
        assert started["F2"] == hall.clock()

    def test_acknowledging_meets_the_five_minute_clock(self, hall: Hall) -> None:
        answer = registered(hall.kiosk(), KEY, registration())
        hall.clock.forward(minutes=3)
        duty = hall.sign_in("renshe.duty")
        assert [item["petition_id"] for item in duty.inbox()] == [answer.petition_id]
        done = duty.acknowledge(answer.petition_id)
        assert done.status_code == 200, done.text
        file = done.json()
        assert file["state"] == "acknowledged"
        assert {c["rule"]: c["state"] for c in file["clocks"]}["F2"] == "met"
        assert [event["type"] for event in file["events"]] == [
            "visit_started",
            "registered",
            "dispatched",
            "acknowledged",
        ]
        assert duty.acknowledge(answer.petition_id).status_code == 200
        with hall.session() as session:
            count = select(func.count()).select_from(CaseEvent).where(CaseEvent.type == "acknowledged")
            assert session.exec(count).one() == 1

    def test_an_officer_of_another_unit_learns_nothing(self, hall: Hall) -> None:
        answer = registered(hall.kiosk(), KEY, registration())
        stranger = hall.sign_in("shuili.duty")
        assert stranger.inbox() == []
        for real, invented in ((answer.petition_id, "0" * 32),):
            for path in ("/petitions/{}", "/petitions/{}/pages/0"):
                found, nothing = stranger.get(path.format(real)), stranger.get(path.format(invented))
                assert (found.status_code, found.json()) == (nothing.status_code, nothing.json())
            found, nothing = stranger.acknowledge(real), stranger.acknowledge(invented)
            assert found.status_code == 404
            assert found.json() == nothing.json()

    def test_the_leader_sees_the_matter_but_cannot_acknowledge_it(self, hall: Hall) -> None:
        answer = registered(hall.kiosk(), KEY, registration())
        leader = hall.sign_in("renshe.leader")
        shown = leader.get(f"/petitions/{answer.petition_id}").json()
        assert shown["petitioner"]["name"] == "柳**"
        assert shown["petitioner"]["open"] is False
        assert leader.acknowledge(answer.petition_id).json()["code"] == "forbidden"

    def test_a_second_visit_calls_the_first_matter_up(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        first = registered(kiosk, KEY, registration())
        later = hall.clock.forward(days=3)
        second = registered(kiosk, "row-0000-0002", registration(later, continues=first.number))
        registered(kiosk, "row-0000-0003", registration(later, petitioner=WANG))
        found = kiosk.lookup("111", LI.id_number)
        assert isinstance(found, LookupResponse), found
        assert [matter.number for matter in found.matters] == [second.number, first.number]
        assert found.matters[0].unit_name == "峰峰矿区人力资源和社会保障局"
        with hall.session() as session:
            assert session.get_one(PetitionCase, second.petition_id).continues == first.petition_id

    def test_progress_opens_with_number_and_code_alone(self, hall: Hall) -> None:
        answer = registered(hall.kiosk(), KEY, registration())
        code = f"{answer.query_code[:4]}-{answer.query_code[4:8]}-{answer.query_code[8:]}".lower()
        with hall.work("public") as work:
            shown = progress(work, answer.number, code)
        assert [stone.text for stone in shown.milestones] == ["已登记", "已转送责任单位"]
        assert LI.name not in shown.model_dump_json()

    def test_an_expired_clock_is_told_once(self, hall: Hall) -> None:
        from server.worker import sweep

        answer = registered(hall.kiosk(), KEY, registration())
        hall.clock.forward(minutes=6)
        assert sweep(hall.centre) == 1
        assert sweep(hall.centre) == 0
        with hall.work() as work:
            state = {view.rule: view.state for view in clocks.views(work.session, answer.petition_id, work.now)}
            assert state["F2"] is ClockState.EXPIRED
            told = work.session.exec(select(Notice.account).where(Notice.kind == "clock_expired")).all()
            assert sorted(told) == ["convenor", "renshe.duty", "renshe.leader"]
            assert proof.verify(work) == []

    def test_a_moment_in_the_future_is_refused(self, hall: Hall) -> None:
        body = registration(hall.clock() + timedelta(hours=1))
        assert refused(send(hall.kiosk(), KEY, body)) == "invalid_request"
