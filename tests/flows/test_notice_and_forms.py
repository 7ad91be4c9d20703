"""One-time notices in two taps and forms to print: with the network gone as well."""

from __future__ import annotations

from kiosk.flow.answers import Failed, Printed, PrinterStopped
from kiosk.flow.doors.effects import PrintBlank, PrintLeaflet
from kiosk.flow.doors.events import BlankChosen, GroupChosen, LeafletAsked, TopicChosen
from kiosk.flow.doors.leaflets import leaflet
from kiosk.flow.doors.state import Blank, Guiding, Section, Topic
from kiosk.flow.effects import Wipe
from kiosk.flow.events import RetryAsked, WentBack
from kiosk.flow.visit import Mishap, PrintState, Step, Visit
from tests.flows.people import Walk

WAGES = Topic("labour.wages", "labour", "拖欠工资", "Unpaid wages", (Section("请带上", "Bring", ("欠条",)),))
REVIEW = Blank(
    "review", "复查申请书", "Review", "retry", "30 日内", "in 30 days", ("不服",), (("请求", 4),), ("附复印件",)
)


def test_two_taps_lead_to_what_is_needed_and_back_again() -> None:
    walk = Walk().to(Step.GUIDE)
    walk.do(GroupChosen("labour"), TopicChosen(WAGES))
    assert walk.visit.door == Guiding("labour", WAGES)
    walk.do(WentBack())
    assert walk.visit.door == Guiding("labour")
    walk.do(WentBack())
    assert walk.visit.door == Guiding()
    assert walk.do(WentBack()) == (Wipe(),)
    assert walk.visit == Visit()


def test_the_notice_is_printed_on_request_and_only_when_there_is_one() -> None:
    walk = Walk().to(Step.GUIDE)
    assert walk.do(LeafletAsked()) == ()
    walk.do(TopicChosen(WAGES))
    [sheet] = walk.do(LeafletAsked())
    assert isinstance(sheet, PrintLeaflet)
    assert (sheet.leaflet.title, sheet.leaflet.sections) == ("一次性告知单：拖欠工资", WAGES.sections)


def test_a_roll_that_is_changed_while_the_visitor_waits_finishes_the_sheet() -> None:
    walk = Walk().to(Step.GUIDE)
    walk.do(TopicChosen(WAGES), LeafletAsked(), PrinterStopped(Mishap.PAPER_OUT))
    assert (walk.visit.print_state, walk.visit.mishap) == (PrintState.PRINTING, None)
    walk.do(Printed())
    assert walk.visit.print_state is PrintState.PRINTED


def test_a_form_goes_to_the_a4_printer_and_again_under_the_same_key_when_it_failed() -> None:
    walk = Walk().to(Step.PAPERS)
    [sent] = walk.do(BlankChosen(REVIEW, on_paper=True))
    assert isinstance(sent, PrintBlank)
    walk.do(Failed("print", Mishap.PRINTER_ABSENT))
    assert walk.visit.print_state is PrintState.FAILED
    assert walk.do(RetryAsked()) == (sent,)


def test_without_an_a4_printer_a_slip_says_what_to_write_and_where_to_get_the_form() -> None:
    walk = Walk().to(Step.PAPERS)
    [sent] = walk.do(BlankChosen(REVIEW, on_paper=False))
    assert isinstance(sent, PrintLeaflet)
    assert "窗口" in str(sent.leaflet.sections) and "请求：" in str(sent.leaflet.sections)
    assert not any(one.lines_english for one in sent.leaflet.sections)


def test_whoever_reads_english_finds_on_that_slip_what_the_form_is_for_and_where_to_get_it() -> None:
    walk = Walk().to(Step.PAPERS)
    [sent] = walk.do(BlankChosen(REVIEW, on_paper=False, locale="en"))
    assert isinstance(sent, PrintLeaflet)
    said = str([one.lines_english for one in sent.leaflet.sections])
    assert "in 30 days" in said and "At the window" in said


def test_a_second_form_waits_until_the_first_is_out() -> None:
    walk = Walk().to(Step.PAPERS)
    walk.do(BlankChosen(REVIEW, on_paper=True))
    assert walk.do(BlankChosen(REVIEW, on_paper=True)) == ()


def test_a_slip_asked_for_in_english_says_the_same_in_english_below() -> None:
    topic = Topic(
        "labour.wages", "labour", "拖欠工资", "Unpaid wages", (Section("请带上", "Bring", ("欠条",), ("IOU",)),)
    )
    door = Guiding("labour", topic)
    plain, both = leaflet(door), leaflet(door, english=True)
    assert plain is not None and plain.sections[0].lines_english == ()
    assert both is not None and both.sections[0].lines_english == ("IOU",)
