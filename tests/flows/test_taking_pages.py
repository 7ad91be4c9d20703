"""Pages taken by themselves, once more, and put into another order."""

from __future__ import annotations

from kiosk.flow.answers import Failed, PageRead
from kiosk.flow.effects import Capture, ProposeFields, ReadPage
from kiosk.flow.events import (
    CaptureAsked,
    Continued,
    MishapDismissed,
    PageDropped,
    PageMoved,
    PageRetaken,
    PageSettled,
    WentBack,
)
from kiosk.flow.visit import Mishap, Step
from tests.flows.people import Walk, page, text


def three() -> Walk:
    walk = Walk().to(Step.PAGES)
    for n, name in enumerate(("one", "two", "three")):
        walk.do(PageSettled(), page(name), PageRead(name, text(n, name)))
    return walk


def order(walk: Walk) -> list[str]:
    return [p.page_id for p in walk.visit.pages]


def test_a_page_that_lies_still_is_taken_without_a_tap() -> None:
    walk = Walk().to(Step.PAGES)
    assert walk.do(PageSettled()) == (Capture(),)
    assert walk.do(PageSettled()) == (), "one page at a time"
    walk.do(page("one"))
    assert walk.do(PageSettled()) == (Capture(),), "the next one while the first is read"
    assert len(walk.asked(ReadPage)) == 1


def test_nothing_is_taken_by_itself_while_the_screen_asks_something() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), Failed("capture", Mishap.NO_PAGE))
    assert walk.do(PageSettled()) == ()
    assert walk.visit.mishap is Mishap.NO_PAGE
    walk.do(MishapDismissed())
    assert walk.do(PageSettled()) == (Capture(),)


def test_nothing_is_taken_by_itself_on_another_screen() -> None:
    assert Walk().to(Step.FORM).do(PageSettled()) == ()


def test_a_page_taken_again_keeps_its_place() -> None:
    walk = three()
    walk.do(PageRetaken("two"), PageSettled(), page("better"))
    assert order(walk) == ["one", "better", "three"] and walk.visit.retaking == ""
    assert walk.asked(ReadPage)[-1] == ReadPage("better", 1, page("better").data)


def test_a_page_that_was_to_be_taken_again_may_stay() -> None:
    walk = three()
    walk.do(PageRetaken("two"), PageRetaken("two"), PageSettled(), page("four"))
    assert order(walk) == ["one", "two", "three", "four"]


def test_leaving_the_pages_or_taking_the_page_off_ends_its_retaking() -> None:
    walk = three()
    walk.do(PageRetaken("two"), PageDropped("two"))
    assert walk.visit.retaking == ""
    walk.do(PageRetaken("one"), Continued(), WentBack())
    assert walk.visit.retaking == "" and order(walk) == ["one", "three"]


def test_pages_go_on_in_the_order_the_visitor_gave_them() -> None:
    walk = three()
    walk.do(PageMoved("three", -1), PageMoved("one", -1), PageMoved("two", 1))
    assert order(walk) == ["one", "three", "two"]
    walk.do(Continued())
    [effect] = walk.asked(ProposeFields)
    assert isinstance(effect, ProposeFields)
    assert [(p.index, p.text) for p in effect.pages] == [(0, "one"), (1, "three"), (2, "two")]
