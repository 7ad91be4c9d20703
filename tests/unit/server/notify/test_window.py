"""Notices whose ids are committed out of order are handed out once each, whatever a page says it has had."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.notify.place import Place, parse
from server.notify.window import PATIENCE_SECONDS, Window


@given(st.permutations(range(1, 30)), st.integers(1, 5))
def test_whatever_the_order_of_commits_each_id_is_handed_out_once(order: list[int], at_once: int) -> None:
    window, visible, handed = Window(0), set[int](), list[int]()
    for start in range(0, len(order), at_once):
        visible |= set(order[start : start + at_once])
        # the query reads what lies above the top, and what was missing
        asked = [number for number in sorted(visible) if number > window.top or number in window.gaps]
        handed += window.take(asked, at=0)
        assert set(range(1, window.low + 1)) <= set(handed)
    assert sorted(handed) == sorted(order)
    assert (window.low, window.gaps) == (29, ())


def test_a_gap_that_stays_is_given_up_after_a_while() -> None:
    window = Window(0)
    assert window.take([2, 3], at=0) == {2, 3}
    assert window.low == 0
    assert window.take([2, 3], at=PATIENCE_SECONDS / 2) == set()
    assert window.take([2, 3], at=PATIENCE_SECONDS + 1) == set()
    assert window.low == 3


@given(st.permutations(range(1, 25)), st.data())
def test_a_page_that_goes_and_comes_back_misses_nothing_and_gets_nothing_twice(
    order: list[int], data: st.DataObject
) -> None:
    """Commits come in any order; the page drops at any moment and comes back with the place it was told last."""
    window, visible, got = Window(0), set[int](), list[int]()
    place = Place(0)
    online = True
    for number in order:
        visible.add(number)
        fresh = sorted(window.take([one for one in visible if one > window.top or one in window.gaps], at=0))
        if online and data.draw(st.booleans()):
            online = False
        elif not online and data.draw(st.booleans()):
            online = True
            fresh = []
            found = parse(str(place))
            assert found == place
            for one in sorted(number for number in visible if number > place.low and not place.has(number)):
                got.append(one)
                place = place.with_one(one)
            place = place.up_to(window.low)
        if online:
            for left, one in zip(range(len(fresh) - 1, -1, -1), fresh, strict=True):
                got.append(one)
                place = place.with_one(one).up_to(min(window.low, one) if left else window.low)
    got += [number for number in sorted(visible) if not place.has(number)]
    assert sorted(got) == sorted(order)


def test_only_places_we_named_are_taken() -> None:
    assert parse("12") == Place(12)
    assert parse("5+7,9") == Place(5, frozenset({7, 9}))
    for strange in ("", "abc", "-1", "5+", "5+7,", "9" * 40, "5 +7", "٥"):
        assert parse(strange) is None
