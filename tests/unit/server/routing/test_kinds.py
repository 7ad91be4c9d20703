"""Purpose, kind, route and urgency are proposed from the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.routing.kinds import Kind, Purpose, Route, Urgency, propose


@pytest.mark.parametrize(
    ("text", "route", "item"),
    [
        ("我对党纪处分不服，提出党员申诉", Route.PARTY_MEMBER, "三"),
        ("法院判决已经生效，对方仍不归还借款，请求解决", Route.LAW, "一"),
        ("公司解除劳动合同，拒绝支付经济补偿金", Route.ARBITRATION, "二"),
        ("不服行政处罚，请求处理", Route.ADMINISTRATIVE, "四"),
        ("楼下烧烤店油烟扰民，请求查处", Route.ENFORCEMENT, "五"),
        ("邻居占了我家的排水沟，多次反映没人管", Route.OPINION, "六"),
    ],
)
def test_a_claim_gets_the_route_of_its_item(text: str, route: Route, item: str) -> None:
    found = propose(text)
    assert found.kind is Kind.CLAIM
    assert found.route is route
    assert found.legal_basis == f"《信访工作条例》第三十一条第（{item}）项"


def test_a_suggestion_has_no_route() -> None:
    found = propose("建议在公园门口增设公交站点")
    assert (found.purpose, found.kind, found.route) == (Purpose.SUGGEST, Kind.SUGGESTION, None)
    assert found.words == ("建议",)


def test_an_enquiry_is_no_matter() -> None:
    found = propose("请问生育登记怎么办理？")
    assert (found.purpose, found.kind, found.legal_basis) == (Purpose.ENQUIRE, None, "")


def test_an_enquiry_that_tells_a_wrong_is_a_claim() -> None:
    assert propose("请问物业乱收停车费，该找谁投诉？").purpose is Purpose.SETTLE


def test_an_accusation_goes_before_everything() -> None:
    found = propose("建议查处村主任贪污，法院已判决", ("贪污",))
    assert (found.kind, found.route, found.words) == (Kind.ACCUSATION, None, ("贪污",))


def test_an_extreme_act_alerts_and_daily_needs_press() -> None:
    assert propose("再不解决我就跳楼").urgency is Urgency.ALARM
    assert propose("小区停暖三天").urgency is Urgency.PRESSING
    assert propose("路灯不亮").urgency is Urgency.ORDINARY


@given(st.text())
def test_every_text_gets_a_proposal_whose_words_stand_in_it(text: str) -> None:
    found = propose(text)
    assert all(word in text for word in found.words)
    assert (found.route is not None) == (found.kind is Kind.CLAIM)
