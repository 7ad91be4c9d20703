"""What cannot be right is refused with a code and what to mend, and nothing is changed by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from server.accounts.tables import Role
from server.cases.configuration import domain_settings
from server.cases.reasons import GROUNDS
from server.clocks.regime import FOLDER
from server.contract.v1 import ComplainedOf
from server.core.settings import ServerSettings
from server.units import service as units
from tests.contract.hall import WANG, Hall, refused, registered, registration, send
from tests.contract.quarrel import REASON
from tests.contract.way import OPINION, at_the_unit, sound

COUNTED = ("petition_case", "case_event", "clock", "notice", "case_document", "duty_entry", "case_party")


def state(hall: Hall) -> dict[str, Any]:
    with hall.session() as session:
        found: dict[str, Any] = {
            table: session.connection().execute(text(f"SELECT count(*) FROM {table}")).scalar() for table in COUNTED
        }
        rows = session.connection().execute(text("SELECT id, state, holder, last_seq, last_hash FROM petition_case"))
        return found | {"cases": sorted(tuple(row) for row in rows)}


@contextmanager
def unchanged(hall: Hall) -> Iterator[None]:
    before = state(hall)
    yield
    assert state(hall) == before


def coded(answer: Any, code: str) -> None:
    problem = answer.json()
    assert (problem["code"], bool(problem["message"]), bool(problem["remedy"])) == (code, True, True), problem


def test_an_objection_on_the_sixth_working_day(hall: Hall) -> None:
    answer, duty = at_the_unit(hall)
    hall.clock.forward(days=8)
    duty.renew()
    with unchanged(hall):
        coded(duty.decide(answer.petition_id, "objection", reason=REASON), "limit_passed")


def test_an_extension_beyond_thirty_days(hall: Hall) -> None:
    answer, duty = at_the_unit(hall)
    leader = hall.sign_in("renshe.leader")
    duty.done(answer.petition_id, "accept")
    with unchanged(hall):
        refusal = leader.decide(answer.petition_id, "extend", days=31, reason="需要委托鉴定，鉴定尚未完成。")
        coded(refusal, "invalid_request")
        assert refusal.json()["fields"] == ["days"]


def test_a_decision_on_a_file_that_has_changed(hall: Hall) -> None:
    answer, duty = at_the_unit(hall)
    seen = duty.get(f"/petitions/{answer.petition_id}").json()["version"]
    duty.done(answer.petition_id, "accept")
    with unchanged(hall):
        late = duty.post(f"/petitions/{answer.petition_id}/opinion", {"version": seen, **OPINION})
        coded(late, "conflict")


def test_a_key_used_again_for_other_content(hall: Hall) -> None:
    kiosk = hall.kiosk()
    registered(kiosk, "row-0000-0001", registration())
    with unchanged(hall):
        assert refused(send(kiosk, "row-0000-0001", registration(petitioner=WANG))) == "key_reused"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('to_event = "acknowledged"', "", "regime_gap"),
        ('from_event = "disputed"', 'from_event = "teleported"', "regime_unknown_event"),
        ('to_event = "arbitrated"', 'to_event = "disputed"', "regime_loop"),
    ],
)
def test_a_centre_does_not_start_with_a_regime_that_cannot_be_used(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_text((FOLDER / "fengfeng.toml").read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ValueError, match=rf"\[{code}\] own\.toml: .*Mend|\[{code}\] own\.toml"):
        domain_settings(ServerSettings(data=tmp_path, regimes=(str(own),)))


def test_a_catalogue_that_names_a_dissolved_unit(hall: Hall) -> None:
    staff = hall.person("it.admin", Role.ADMINISTRATOR)
    catalogue = staff.http.get("/api/v1/reference/catalogue.csv").content
    assert b"130406-shuili" in catalogue
    with hall.work() as work:
        units.dissolve(work.session, "130406-shuili", "130406-zhujian", hall.clock().date())
    with unchanged(hall):
        answer = staff.http.post("/api/v1/reference/catalogue", content=catalogue, headers={"X-Hall-CSRF": staff.csrf})
        plan = answer.json()
        assert plan["stored"] is False
        assert any("130406-shuili" in fault["message"] and "撤销" in fault["message"] for fault in plan["faults"])


def test_nothing_is_sent_to_a_dissolved_unit_and_its_matters_go_on_at_its_successor(hall: Hall) -> None:
    answer, _ = at_the_unit(hall)
    other = registered(
        hall.kiosk(), "row-0000-0009", registration(petitioner=WANG, text="请帮助我，情况复杂，说不清楚。")
    )
    named = registered(hall.kiosk(), "row-0000-0010", registration(complained_of=(ComplainedOf(name="区人社局"),)))
    with hall.work() as work:
        units.dissolve(work.session, "130406-renshe", "130406-minzheng", hall.clock().date())
    heir = hall.sign_in("minzheng.duty")
    heir.done(answer.petition_id, "accept")
    # what complained of the old unit stays closed to the one its people went to
    assert heir.get(f"/petitions/{named.petition_id}").status_code == 404
    office = hall.sign_in("xinfang.duty")
    with unchanged(hall):
        assert office.dispatch(other.petition_id, "130406-renshe").json()["fields"] == ["unit"]
    assert office.dispatch(other.petition_id, "130406-minzheng").status_code == 200
    assert sound(hall)


@pytest.mark.parametrize("ground", list(GROUNDS))
def test_each_ground_of_not_accepting_has_its_article_and_its_paper(hall: Hall, ground: str) -> None:
    answer, duty = at_the_unit(hall)
    duty.done(answer.petition_id, "refuse", ground=ground, facts="经核实，情况如上所述。")
    papers = duty.papers(answer.petition_id)
    facts = GROUNDS[ground]  # type: ignore[index]
    assert [paper["kind"] for paper in papers] == ([facts.paper.value] if facts.paper else [])
    assert all(paper["content"]["依据"] == facts.article for paper in papers)
    assert sound(hall)
