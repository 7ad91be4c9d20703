"""From a visitor's words to a unit of the demo county."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from server.contract.v1 import Outcome
from server.routing.service import RoutingDecision, RoutingQuestion, decide
from server.routing.settings import RoutingSettings

DAY = date(2026, 11, 21)


def ask(session: Session, text: str, *complained_of: str, place: str = "130406100") -> RoutingDecision:
    return decide(session, RoutingQuestion(text, place, "130406", complained_of), DAY)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("包工头拖欠我们二十三名农民工的工资", "130406-renshe"),
        ("邻居建房占了我家宅基地", "130406100-gov"),
        ("村里土地承包合同没到期，承包地被收回", "130406100-gov"),
        ("采煤塌陷，房屋开裂", "130406-ziran"),
        ("暖气不热，供暖公司不管", "130406-zhujian"),
        ("孩子上学，学校乱收费", "130406-jiaoti"),
        ("洗煤厂噪音扰民，粉尘污染", "130406-huanjing"),
        ("低保被取消", "130406-minzheng"),
        ("退役士兵安置工作没有落实", "130406-tuiyi"),
        ("医保报销不了", "130406-yibao"),
        ("出租车拒载不打表", "130406-jiaotong"),
        ("饭店食品变质", "130406-shichang"),
        ("法院判决以后对方不执行", "130406-zhengfa"),
    ],
)
def test_everyday_matters_reach_the_unit_of_the_demo_county(session: Session, text: str, unit: str) -> None:
    found = ask(session, text)
    assert (found.outcome, found.unit_code) == (Outcome.DISPATCHED, unit), found.reason
    assert found.legal_basis
    assert all(word in text for word in found.words)


def test_a_town_secretary_accused_is_sealed_and_the_town_appears_nowhere(session: Session) -> None:
    found = ask(session, "临水镇党委书记收受贿赂，贪污扶贫款", "临水镇党委书记 某某")
    assert (found.outcome, found.unit_code, found.alternatives) == (Outcome.RESTRICTED, None, ())
    assert "130406100-gov" in found.excluded


def test_a_matter_against_the_responsible_bureau_goes_past_it(session: Session) -> None:
    found = ask(session, "区人社局不给我认定工伤", "区人社局")
    assert found.unit_code == "130406-gov"
    assert "130406-renshe" not in found.alternatives
    assert found.excluded == {"130406-renshe"}


def test_the_threshold_is_the_centres_own(session: Session) -> None:
    text = "小区门口的公交车站没有路灯，学生上学不安全"
    session.info["routing"] = RoutingSettings(threshold=1.0)
    assert ask(session, text).outcome is Outcome.SCREENING
    session.info["routing"] = RoutingSettings(threshold=0.0)
    assert ask(session, text).outcome is Outcome.DISPATCHED


def test_veterans_were_the_civil_affairs_bureaus_before_their_own_was_founded(session: Session) -> None:
    question = RoutingQuestion("退伍军人优抚待遇没有落实", "130406", "130406", ())
    assert decide(session, question, date(2018, 12, 31)).unit_code == "130406-minzheng"
    assert decide(session, question, date(2019, 1, 1)).unit_code == "130406-tuiyi"
