"""What a petitioner who left a mobile number is texted, through a gateway on loopback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import select

from printers.layout.slip import grouped_code
from server.cli.notices import notices
from server.contract.v1 import ComplainedOf, Petitioner, RegisterRequest
from server.invariants.every import failures
from server.notify import texts
from server.notify.plan import DEFAULT, PlanInvalid, load_plan
from server.notify.tables import DeliveryState, PetitionerText
from server.wording.templates import EVERY, filled
from tests.contract.channels import Service, service
from tests.contract.hall import LI, WAGES, Hall, open_hall, registered, registration

ACCUSATION = "举报和村镇党委书记贪污受贿，侵占集体资产，以权谋私。"
UNCLEAR = "有一件事情想请领导帮助。"


@pytest.fixture
def gateway() -> Iterator[Service]:
    with service() as found:
        yield found


@pytest.fixture
def hall(tmp_path: Path, gateway: Service) -> Iterator[Hall]:
    plan = tmp_path / "notices.toml"
    address = gateway.url.replace("http", "json", 1)
    plan.write_text(f'{DEFAULT.read_text("utf-8")}\n[petitioners]\nurl = "{address}/sms?:to={{phone}}"\n', "utf-8")
    with open_hall(tmp_path / "data", notices=plan) as hall:
        yield hall


def kept(hall: Hall) -> list[PetitionerText]:
    with hall.session() as session:
        return list(session.exec(select(PetitionerText)).all())


def with_phone(phone: str) -> Petitioner:
    return LI.model_copy(update={"phone": phone})


def test_who_left_a_mobile_number_is_texted_number_unit_code_and_term(hall: Hall, gateway: Service) -> None:
    made = registered(hall.kiosk(), "row-0000-0001", registration(petitioner=with_phone("+86 138-0000-5678")))
    assert texts.send_due(hall.centre) == 1
    assert texts.send_due(hall.centre) == 0
    (post,) = gateway.posts
    said = post.json()
    assert said["to"] == "13800005678"
    unit = made.decision.unit
    assert unit is not None
    for word in (made.number[-4:], grouped_code(made.query_code), unit.name, "3月2日", "15日内"):
        assert word in said["message"]
    assert not [word for word in (LI.name, LI.name[0] + "先生", LI.id_number, "工资", WAGES[:6]) if word in str(said)]
    (row,) = kept(hall)
    assert row.state == DeliveryState.SENT
    # number and words are gone with the sending
    assert row.sealed is None
    with hall.work() as work:
        assert not failures(work)


@pytest.mark.parametrize(
    "body",
    [
        registration(petitioner=with_phone("")),
        registration(petitioner=with_phone("0310-5112345")),
        registration().model_copy(update={"anonymous": True}),
        registration(text=ACCUSATION, complained_of=(ComplainedOf(name="某某", kind="person", post="和村镇党委书记"),)),
        registration().model_copy(update={"matter": registration().matter.model_copy(update={"confidential": True})}),
    ],
    ids=["no phone", "landline", "anonymous", "sealed", "confidential"],
)
def test_without_a_mobile_number_or_where_others_must_not_read_the_slip_alone_tells(
    hall: Hall, body: RegisterRequest
) -> None:
    made = registered(hall.kiosk(), "row-0000-0001", body)
    assert made.query_code
    assert not kept(hall)


def test_once_a_person_found_the_unit_that_is_texted_too_without_the_code(hall: Hall, gateway: Service) -> None:
    made = registered(hall.kiosk(), "row-0000-0001", registration(text=UNCLEAR, petitioner=with_phone("13800005678")))
    assert hall.sign_in("xinfang.duty").dispatch(made.petition_id, "130406-renshe").status_code == 200
    assert texts.send_due(hall.centre) == 2
    first, second = (post.json()["message"] for post in gateway.posts)
    assert "正在确定责任单位" in first
    assert grouped_code(made.query_code) in first
    assert "人力资源" in second or "人社" in second
    assert grouped_code(made.query_code) not in second


@pytest.mark.expect_log("a text was given up after 8 attempts")
def test_a_gateway_that_does_not_answer_is_tried_again_and_then_listed(hall: Hall, gateway: Service) -> None:
    registered(hall.kiosk(), "row-0000-0001", registration(petitioner=with_phone("13800005678")))
    gateway.answers += [(503, {})] * 8
    for _ in range(8):
        texts.send_due(hall.centre)
        hall.clock.forward(hours=1)
    (row,) = kept(hall)
    assert row.state == DeliveryState.FAILED
    assert "503" in row.reason
    with hall.work() as work:
        assert texts.retry(work) == 1
    assert texts.send_due(hall.centre) == 1
    assert len(gateway.posts) == 9


def test_a_late_registration_at_night_waits_for_the_morning(hall: Hall, gateway: Service) -> None:
    kiosk = hall.kiosk()
    body = registration(petitioner=with_phone("13800005678"))
    hall.clock.forward(hours=13)
    registered(kiosk, "row-0000-0001", body)
    assert texts.send_due(hall.centre) == 0
    hall.clock.forward(hours=9)
    assert texts.send_due(hall.centre) == 1


def test_an_address_without_a_place_for_the_number_is_said_at_the_start(tmp_path: Path) -> None:
    plan = tmp_path / "notices.toml"
    plan.write_text(
        f'{DEFAULT.read_text("utf-8")}\n[petitioners]\nurl = "json://gateway.example/token-0001"\n', "utf-8"
    )
    with pytest.raises(PlanInvalid, match=re.escape("{phone}")) as caught:
        load_plan(plan)
    assert "token-0001" not in str(caught.value)


@pytest.mark.parametrize("name", ["text.sent", "text.kept", "text.sent_on"])
def test_a_text_fits_one_part(name: str) -> None:
    assert len(filled(EVERY[name].text, EVERY[name].sample)) <= 70


def test_what_was_given_up_is_listed_at_the_command_line(hall: Hall) -> None:
    settings = hall.centre.settings
    answer = CliRunner().invoke(notices, ["texts", "--data", str(settings.data), "--json"])
    assert answer.exit_code == 0, answer.output
    assert '"failed": []' in answer.output
