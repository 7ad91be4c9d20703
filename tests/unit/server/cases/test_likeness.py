"""What makes two matters look like one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.cases.likeness import Facets, likeness

WAGES = "工地拖欠我们农民工工资八个月，请求劳动监察部门帮助追讨被拖欠的工资。"
ROAD = "村口的道路坑洼多年没有维修，下雨积水，请求修路。"
_CODES = st.sampled_from(["", "040101", "040201", "090000"])
_PLACES = st.sampled_from(["", "130406", "130406104", "130406104201", "130406001"])
_FACETS = st.builds(Facets, _CODES, _PLACES, st.text(alphabet="工资拖欠道路修我们请求，。 ab12", max_size=60))


@given(_FACETS, _FACETS)
def test_the_order_makes_no_difference_and_the_score_stays_within_bounds(one: Facets, other: Facets) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert 0 <= found.score <= 1


@given(_FACETS)
def test_a_matter_is_like_itself_once_anything_is_known(one: Facets) -> None:
    found = likeness(one, one)
    assert found.score in (0.0, 1.0)


def test_the_same_told_shorter_is_likely_the_same() -> None:
    one = Facets("040101", "130406", WAGES)
    assert likeness(one, Facets("040101", "", "拖欠农民工工资八个月")).likely
    assert likeness(one, Facets("", "", WAGES + "至今没有结果。")).likely


def test_another_matter_in_the_same_place_is_not() -> None:
    one = Facets("040101", "130406", WAGES)
    assert not likeness(one, Facets("080201", "130406", ROAD)).likely
    assert not likeness(one, Facets("", "", ROAD)).likely


def test_polite_words_alone_make_nothing_alike() -> None:
    one, other = (Facets("", "", f"尊敬的领导您好，我是{what}，恳请解决") for what in ("赵甲丙", "钱乙丁"))
    assert not likeness(one, other).likely


def test_what_is_alike_is_said() -> None:
    found = likeness(Facets("040101", "130406104", WAGES), Facets("040101", "130406104", WAGES))
    assert found.reasons == ("类别相同", "地点相同", "内容相近")
