"""Accusations are seen before anything else; disputes with companies and neighbours are none."""

from __future__ import annotations

import pytest

from server.routing.cues import accusation, lawsuit

ACCUSATIONS = [
    ("村支书贪污集体土地补偿款三十万元", ()),
    ("镇党委书记收受开发商的钱，为他批地", ()),
    ("某局局长以权谋私，安排亲戚进单位", ()),
    ("村主任侵占集体资产", ()),
    ("会计挪用扶贫款", ()),
    ("派出所是赌场的保护伞", ()),
    ("他长期侵占集体林地", ("村委会主任 某某",)),
    ("村干部虚报冒领低保资金", ()),
    ("环保局失职渎职", ()),
    ("暖气不热，他失职", ("某局局长",)),
    ("套取国家惠农补贴", ("某村委会",)),
]
OTHERS = [
    ("物业公司侵占小区公共收益", ("某物业公司",)),
    ("邻居侵占我家宅基地", ("邻居李某",)),
    ("开发商挪用维修资金", ("某开发公司",)),
    ("暖气不热", ("区住建局",)),
    ("超市员工盗窃", ()),
    ("修了三次都没有修好，算不算渎职？", ()),
    ("燃气公司滥用职权乱收费", ()),
    ("希望严惩贪污", ()),
]


@pytest.mark.parametrize(("text", "names"), ACCUSATIONS)
def test_an_accusation_of_an_official_is_seen(text: str, names: tuple[str, ...]) -> None:
    assert accusation(text, names)


@pytest.mark.parametrize(("text", "names"), OTHERS)
def test_a_dispute_without_an_official_is_no_accusation(text: str, names: tuple[str, ...]) -> None:
    assert accusation(text, names) == ()


def test_a_weak_word_counts_only_in_the_sentence_of_the_official() -> None:
    assert accusation("邻居侵占我家院子。我找过村主任，他让我等。") == ()
    assert accusation("村主任侵占我家院子。") == ("侵占",)


def test_words_of_a_lawsuit_are_collected_once() -> None:
    assert lawsuit("法院判决了，判决以后我上诉") == ("判决", "上诉")
    assert lawsuit("路灯不亮") == ()
