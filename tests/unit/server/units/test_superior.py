"""Who stands above two units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.units.rules import common_superior

TREE = {"gov": "", "a": "gov", "b": "gov", "a1": "a", "a2": "a", "b1": "b", "other": ""}


def test_the_nearest_unit_above_both_decides() -> None:
    assert common_superior(TREE, "a1", "a2") == "a"
    assert common_superior(TREE, "a1", "b1") == "gov"
    assert common_superior(TREE, "a1", "b") == "gov"


def test_a_unit_is_not_its_own_superior() -> None:
    assert common_superior(TREE, "a", "a1") == "gov"
    assert common_superior(TREE, "gov", "a") is None


def test_without_one_there_is_none() -> None:
    assert common_superior(TREE, "a", "other") is None
    assert common_superior(TREE, "a", "unknown") is None


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdef"])), st.sampled_from("abcdef"))
def test_a_loop_in_the_table_ends_and_order_makes_no_difference_to_there_being_one(
    parents: dict[str, str], other: str
) -> None:
    one, two = common_superior(parents, "a", other), common_superior(parents, other, "a")
    assert (one is None) == (two is None)
