"""The preview of the decision, asked by the kiosk's own client."""

from __future__ import annotations

from sqlmodel import func, select

from server.cases.tables import PetitionCase
from server.contract.v1 import Decision, Outcome, SuggestRequest
from tests.contract.hall import WAGES, Hall, registered, registration


def suggested(hall: Hall, text: str, *complained_of: str, place: str = "") -> Decision:
    body = SuggestRequest(text=text, place_region=place, complained_of=complained_of)
    answer = hall.kiosk().suggest(body)
    assert isinstance(answer, Decision), answer
    return answer


def test_the_preview_is_what_registering_will_decide_and_stores_nothing(hall: Hall) -> None:
    preview = suggested(hall, WAGES)
    with hall.session() as session:
        assert session.exec(select(func.count()).select_from(PetitionCase)).one() == 0
    answer = registered(hall.kiosk(), "row-0000-0001", registration())
    decided = answer.decision
    assert len(answer.receipt.next_steps_en) == len(answer.receipt.next_steps)
    assert preview.unit is not None
    assert (preview.unit, preview.category, preview.reason) == (decided.unit, decided.category, decided.reason)
    assert preview.unit.name in preview.reason and preview.unit.name in preview.reason_en
    assert preview.category is not None and len(preview.category.path_en) == len(preview.category.path)
    assert all(word in WAGES for word in preview.words)


def test_a_township_matter_goes_to_the_township_of_the_place(hall: Hall) -> None:
    found = suggested(hall, "邻居建房占了我家宅基地", place="130406104")
    assert found.unit is not None
    assert found.unit.name == "和村镇人民政府"
    assert found.unit.phone


def test_an_accusation_is_previewed_as_sealed_without_a_unit_or_words(hall: Hall) -> None:
    found = suggested(hall, "镇党委书记贪污扶贫款", "和村镇党委书记 某某")
    assert found.outcome is Outcome.RESTRICTED
    assert (found.unit, found.category, found.words, found.alternatives) == (None, None, (), ())
    assert "贪污" not in found.reason


def test_kind_route_and_urgency_are_proposed_and_kept_with_the_case(hall: Hall) -> None:
    preview = suggested(hall, WAGES).proposal
    assert preview is not None
    assert (preview.kind, preview.kind_name, preview.urgency) == ("claim", "申诉求决类", "ordinary")
    assert 1 <= preview.route <= 6
    assert preview.route_name
    assert all(word in WAGES for word in preview.words)
    answer = registered(hall.kiosk(), "row-0000-0001", registration())
    file = hall.sign_in("renshe.duty").get(f"/petitions/{answer.petition_id}").json()
    assert file["decision"]["proposal"]["kind"] == "claim"


def test_of_an_accusation_the_kind_is_said_and_no_word(hall: Hall) -> None:
    found = suggested(hall, "镇党委书记贪污扶贫款", "和村镇党委书记 某某").proposal
    assert found is not None
    assert (found.kind, found.route, found.words) == ("accusation", 0, ())


def test_a_matter_nobody_understands_goes_to_the_screening_desk(hall: Hall) -> None:
    assert suggested(hall, "您好").outcome is Outcome.SCREENING


def test_without_a_kiosks_signature_nothing_is_said(hall: Hall) -> None:
    answer = hall.http.post("/api/v1/routing/suggest", json={"text": WAGES})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
