"""What always holds is found broken as soon as somebody breaks it by hand, and nothing else is."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from server.cases import telling
from server.contract.v1 import ComplainedOf
from server.core.errors import HallError
from server.invariants.every import EVERY, failures, watch
from server.invariants.explaining import explain
from tests.contract.hall import WANG, Hall, open_hall, page_image, registered, registration
from tests.contract.quarrel import REASON
from tests.contract.way import OPINION, at_the_unit


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A centre with one matter in hand, one about a unit, with a page."""
    with open_hall(tmp_path / "data") as hall:
        image = page_image()
        kiosk = hall.kiosk()
        kiosk.put_page(hashlib.sha256(image).hexdigest(), image, "image/png", 10)
        named = (ComplainedOf(name="区水利局"),)
        registered(kiosk, "row-0000-0007", registration(petitioner=WANG, complained_of=named, pages=(image,)))
        yield hall


def broken(hall: Hall) -> list[str]:
    with hall.work() as work:
        return [failure.invariant for failure in failures(work)]


def test_every_invariant_holds_along_the_way_of_matters(hall: Hall) -> None:
    answer, duty = at_the_unit(hall)
    other, _ = at_the_unit(hall, "row-0000-0002")
    telling.lay_out(hall.centre)
    hall.clock.forward(days=1)
    telling.stand_in(hall.centre)
    duty.done(answer.petition_id, "accept")
    duty.serve(answer.petition_id, hall.clock())
    duty.done(answer.petition_id, "opinion", **OPINION)
    duty.serve(answer.petition_id, hall.clock())
    duty.done(other.petition_id, "objection", reason=REASON)
    assert broken(hall) == []


def test_a_matter_not_accepted_has_the_clocks_of_its_history(hall: Hall) -> None:
    answer, duty = at_the_unit(hall)
    duty.done(answer.petition_id, "refuse", ground="N8", facts="姓名和住址均不清楚。")
    assert broken(hall) == []


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        ("UPDATE petition_case SET state = 'archived'", {"histories"}),
        ("UPDATE petition_case SET holder = '130406-nowhere'", {"histories", "holders"}),
        ("UPDATE petition_case SET holder = '130406-shuili'", {"histories", "holders"}),
        ("UPDATE clock SET due_at = '2030-01-01 00:00:00.000000' WHERE rule = 'F5'", {"limits"}),
        ("DELETE FROM clock WHERE rule = 'R3'", {"limits", "rows"}),
        ("UPDATE clock SET mark = 9000, alarm_at = NULL WHERE rule = 'F5'", {"limits"}),
        ("UPDATE clock SET provisional = TRUE, due_at = '2030-01-01 00:00:00.000000' WHERE rule = 'F5'", {"limits"}),
        ("UPDATE case_search SET tokens = '[]'", {"projections"}),
        ("UPDATE number_lease SET used_at = NULL", {"projections"}),
        ("UPDATE petition_case SET number = 'x'", {"projections", "rows", "limits"}),
        ("UPDATE case_party SET account = 'shuili.duty' WHERE account = 'renshe.duty'", {"recusal", "rows"}),
        ("UPDATE audit_record SET action = 'nothing'", {"trail"}),
    ],
)
def test_what_is_changed_by_hand_is_found_by_the_invariant_it_breaks(hall: Hall, deed: str, found: set[str]) -> None:
    with hall.work() as work:
        work.session.execute(text(deed))
    assert set(broken(hall)) == found


@pytest.mark.parametrize(
    "deed",
    [
        "DELETE FROM case_document WHERE kind = 'opinion'",
        "UPDATE case_document SET served_at = NULL WHERE kind = 'acceptance'",
        "UPDATE case_rating SET level = 5",
        "DELETE FROM case_rating",
    ],
)
def test_papers_and_ratings_are_what_the_history_says(hall: Hall, deed: str) -> None:
    answer, duty = at_the_unit(hall)
    duty.done(answer.petition_id, "accept")
    duty.serve(answer.petition_id, hall.clock())
    duty.done(answer.petition_id, "opinion", **OPINION)
    key = {"number": answer.number, "query_code": answer.query_code}
    assert hall.http.post("/api/v1/ratings", json={**key, "subject": "hall", "level": 2}).status_code == 200
    assert broken(hall) == []
    with hall.work() as work:
        assert work.session.execute(text(deed)).rowcount == 1  # type: ignore[attr-defined]
    assert set(broken(hall)) - {"rows"} == {"projections"}


def test_extended_disputed_and_reopened_matters_have_the_clocks_of_their_history(hall: Hall) -> None:
    answer, duty = at_the_unit(hall)
    # no worker runs here, so that notices lie unattended after an hour
    case_id, office, leader = answer.petition_id, hall.sign_in("xinfang.duty"), hall.sign_in("renshe.leader")
    duty.done(case_id, "objection", reason=REASON)
    hall.clock.forward(hours=1)
    office.done(case_id, "objection/decision", uphold=False, reason="职责清单明确由你单位负责。")
    hall.clock.forward(hours=1)
    duty.acknowledge(case_id)
    duty.done(case_id, "accept")
    leader.done(case_id, "extend", days=20, reason="需要委托鉴定，鉴定尚未完成。")
    assert set(broken(hall)) <= {"notices"}
    duty.done(case_id, "opinion", **OPINION)
    hall.clock.forward(hours=1)
    for paper in duty.papers(case_id):
        body = {"manner": "in_person", "signed": True, "served_at": hall.clock().isoformat()}
        duty.done(case_id, f"papers/{paper['seq']}/served", **body)
    office.done(case_id, "finalize", reason="信访人同意办结。", agreed=True)
    hall.clock.forward(hours=1)
    office.done(case_id, "reopen", new_facts="发现新的工资欠条，需要重新核实。")
    assert set(broken(hall)) <= {"notices"}
    with hall.work() as work:
        work.session.execute(text("UPDATE clock SET due_at = '2030-01-01 00:00:00.000000' WHERE rule = 'R5'"))
    assert "limits" in broken(hall)


def test_a_page_that_is_gone_or_altered_is_found(hall: Hall) -> None:
    image = hashlib.sha256(page_image()).hexdigest()
    path = next(path for path in hall.centre.settings.data.rglob(image))
    sealed = path.read_bytes()
    for content in (sealed[:-1] + bytes([sealed[-1] ^ 1]), None):
        path.write_bytes(content) if content else path.unlink()
        assert broken(hall) == ["pages"]


@pytest.mark.expect_log("invariant histories does not hold: 1 times")
def test_the_watch_tells_the_log_which_invariant_broke_and_the_command_not_the_matter(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    assert watch(hall.centre) == []
    with hall.work() as work:
        work.session.execute(text("UPDATE petition_case SET state = 'archived'"))
        number = work.session.execute(text("SELECT number FROM petition_case")).scalar_one()
    assert [failure.explain for failure in watch(hall.centre)] == [f"hall admin explain {number}"]
    assert "1304" not in caplog.text


def test_a_notice_that_nobody_sends_is_found(hall: Hall) -> None:
    hall.clock.forward(minutes=14)
    assert broken(hall) == []
    hall.clock.forward(minutes=2)
    assert broken(hall) == ["notices"]
    telling.lay_out(hall.centre)
    telling.stand_in(hall.centre)
    assert broken(hall) == []


def test_names_are_unique_and_say_what_they_mean() -> None:
    assert len({one.name for one in EVERY}) == len(EVERY)
    assert all(one.text and one.text_en and one.explain.startswith("hall ") for one in EVERY)


def explained(hall: Hall, *deeds: str) -> str:
    """Do this by hand; return what the commands of all findings say."""
    with hall.work() as work:
        for deed in deeds:
            work.session.execute(text(deed))
    with hall.work() as work:
        commands = [failure.explain for failure in failures(work)]
    lines = []
    for command in dict.fromkeys(commands):
        if command.startswith("hall admin explain"):
            with hall.work() as work:
                lines += explain(work, shlex.split(command)[3:])
    return "\n".join(lines)


def test_the_command_of_a_finding_shows_what_was_done(hall: Hall) -> None:
    said = explained(
        hall,
        "UPDATE petition_case SET holder = 'nowhere'",
        "UPDATE clock SET due_at = '2027-01-01 00:00:00.000000' WHERE rule = 'R1'",
        "DELETE FROM clock WHERE rule = 'R3'",
        "UPDATE case_page SET sha256 = '00'",
        "UPDATE unit SET name = '改' WHERE code = '130406-renshe'",
        "DELETE FROM case_search",
        "DELETE FROM notice WHERE id = 2",
    )
    for part in (
        "stored nowhere | 历史 history 130406",
        "R1  ≠  存 stored met 2027-01-01",
        "R3  ≠  存 stored 没有 none",
        "00  文件不在 the file is gone",
        "name = '改'",
        "hall admin search rebuild",
        "missing ids, some perhaps never used: 2",
    ):
        assert part in said
    assert WANG.name not in said


def test_a_history_that_does_not_open_is_explained_as_far_as_it_goes(hall: Hall) -> None:
    said = explained(hall, "UPDATE case_event SET payload_sealed = X'00' WHERE seq = 2")
    assert "standing: 无法读取" in said
    assert "step 2 does not open" in said


def test_a_matter_whose_limits_were_all_taken_away_is_found_open_without_a_clock(hall: Hall) -> None:
    with hall.work() as work:
        work.session.execute(text("UPDATE clock SET state = 'met', met_at = started_at"))
        assert any("no clock runs" in failure.sentence for failure in failures(work))


def test_what_is_neither_number_nor_table_is_not_explained(hall: Hall) -> None:
    with hall.work() as work, pytest.raises(HallError, match="No such number"):
        explain(work, ["nobody"])
