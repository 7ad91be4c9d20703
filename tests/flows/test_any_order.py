"""Whatever comes in whatever order: the flow never falls over, loses a page silently or registers twice at once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kiosk.flow.advance import advance
from kiosk.flow.answers import (
    CardRead,
    EarlierFound,
    FacePhotographed,
    FaceRead,
    Failed,
    FieldsProposed,
    PageCaptured,
    PageRead,
    PageUnreadable,
    PartChanged,
    Printed,
    PrinterStopped,
    RatingSent,
    Registered,
    StaffTold,
    Suggested,
)
from kiosk.flow.company import MOST_COMPANIONS
from kiosk.flow.doors.events import (
    CodeTyped,
    DoorOpened,
    LeafletAsked,
    MatterPicked,
    MattersFound,
    PlaceChosen,
    ResultRated,
    ResultTaken,
    ReviewWritten,
    SlipSeen,
)
from kiosk.flow.doors.state import Matter, Place, Said
from kiosk.flow.effects import Register, Wipe
from kiosk.flow.events import (
    Abandoned,
    CameAlone,
    CaptureAsked,
    ChoiceMade,
    CompanionDropped,
    CompanionTyped,
    Continued,
    CopyAsked,
    Event,
    FaceAsked,
    FieldChanged,
    FieldConfirmed,
    FieldRemoved,
    HolderTyped,
    LevelChosen,
    MatterChosen,
    MishapDismissed,
    PageDropped,
    PageMoved,
    PageRetaken,
    PageSettled,
    PersonsCounted,
    PrincipalTyped,
    PrintSeen,
    QuestionAnswered,
    RetryAsked,
    StaffAsked,
    Started,
    SubmitAsked,
    WentBack,
)
from kiosk.flow.handover import HandoverMoved, News
from kiosk.flow.visit import Help, Mishap, Part, Question, Step, Visit
from kiosk.reading.result import FieldKind, PageIssue
from tests.flows.people import EARLIER, LI, MORNING, PRINTED, RECEIPT, WANG, page, proposal, text

MATTER = Matter("XF-1", "delivered", "结果已送达", "人社局", MORNING, code="Q7")
PAGE_IDS = ("a", "b", "c")
_ids = st.sampled_from(PAGE_IDS)
_fields = st.sampled_from(("summary-0", "request-0", "phone-0", "none"))
_answers = st.one_of(
    st.sampled_from((CardRead(LI), CardRead(WANG), Registered(RECEIPT), Printed(), Suggested(None))),
    st.just(PrinterStopped(Mishap.COVER_OPEN)),
    st.sampled_from((FacePhotographed(b"card"), FaceRead(PRINTED))),
    st.sampled_from((EarlierFound(()), EarlierFound(None), EarlierFound((EARLIER,)))),
    _ids.map(page),
    st.builds(PageRead, _ids, st.sampled_from((text(0, "字"), text(0, issues=(PageIssue.BLANK,))))),
    st.builds(PageUnreadable, _ids),
    st.just(FieldsProposed((proposal(FieldKind.SUMMARY, "概况"), proposal(FieldKind.SUM, "9元", doubtful=True)))),
    st.builds(StaffTold, st.booleans()),
    st.builds(RatingSent, st.booleans()),
    st.builds(PartChanged, st.sampled_from(Part), st.booleans()),
    st.sampled_from((MattersFound((MATTER,)), MattersFound((), Said.OFFLINE), SlipSeen(), SlipSeen("XF-1", "Q7"))),
    st.builds(ResultTaken, st.sampled_from(Said)),
    st.builds(HandoverMoved, st.sampled_from(News), st.just("h-1")),
    st.builds(
        Failed,
        st.sampled_from(("card", "face", "face_reading", "lookup", "capture", "reading", "suggest", "submit", "print")),
        st.sampled_from(Mishap),
    ),
)
_taps = st.one_of(
    st.sampled_from((Continued(), WentBack(), RetryAsked(), CaptureAsked(), CopyAsked(), MishapDismissed())),
    st.sampled_from((Started("v", MORNING), SubmitAsked(MORNING), Abandoned(), HolderTyped(LI))),
    st.sampled_from((FaceAsked(), StaffAsked())),
    st.sampled_from([DoorOpened(step, "d", MORNING) for step in (Step.ASK, Step.GUIDE, Step.PAPERS)]),
    st.builds(PlaceChosen, st.sampled_from(Place)),
    st.sampled_from((CodeTyped("XF-1", "Q7"), MatterPicked(0), LeafletAsked(), ReviewWritten("请再看一次"))),
    st.builds(ResultRated, st.sampled_from(("unit", "office")), st.integers(0, 4)),
    st.sampled_from((MatterChosen(""), MatterChosen(EARLIER.number), ChoiceMade(True, False))),
    st.builds(PersonsCounted, st.integers(0, 9)),
    st.sampled_from((CameAlone(), CompanionTyped(WANG), CompanionDropped(0), PrincipalTyped(PRINTED))),
    st.builds(LevelChosen, st.integers(0, 6)),
    st.builds(PrintSeen, st.booleans()),
    st.just(PageSettled()),
    st.builds(PageDropped, _ids),
    st.builds(PageRetaken, _ids),
    st.builds(PageMoved, _ids, st.sampled_from((-1, 1))),
    st.builds(FieldChanged, _fields, st.sampled_from(("", "字"))),
    st.builds(FieldConfirmed, _fields),
    st.builds(FieldRemoved, _fields),
    st.builds(QuestionAnswered, st.sampled_from(Question), st.booleans()),
)
#: repeated, so that long visits get to the end now and then
_onward = st.sampled_from((Continued(), Started("v", MORNING), CardRead(LI), EarlierFound(()), SubmitAsked(MORNING)))
EVENTS: st.SearchStrategy[list[Event]] = st.lists(st.one_of(_onward, _taps, _answers), max_size=60)


@given(EVENTS)
def test_no_order_of_events_breaks_the_visit(events: list[Event]) -> None:
    visit = Visit()
    waiting = False
    for event in events:
        before = visit
        visit, effects = advance(visit, event)
        registering = sum(isinstance(e, Register) for e in effects)
        assert registering == 0 or (registering == 1 and not waiting), "a second registration while one is under way"
        waiting = "submit" in visit.busy
        gone = {p.page_id for p in before.pages} - {p.page_id for p in visit.pages}
        wiped = Wipe() in effects
        dropped = isinstance(event, PageDropped) and gone <= {event.page_id}
        unfit = isinstance(event, PageRead) and visit.mishap in (Mishap.BLANK_PAGE, Mishap.BAD_IMAGE)
        retaken = isinstance(event, PageCaptured) and gone == {before.retaking}
        assert not gone or wiped or dropped or unfit or retaken, "a page went without a word"
        assert (_without_call(visit) == Visit(missing=visit.missing)) is (visit.step is Step.IDLE)
        door = visit.step in (Step.ASK, Step.GUIDE, Step.PAPERS)
        assert door is (visit.door is not None)
        assert door or visit.step in (Step.IDLE, Step.NOTICE, Step.CARD, Step.RATING) or visit.holder is not None
        assert not door or (visit.holder, visit.pages) == (None, ()), "a door keeps nothing of a person"
        assert b"card" not in {p.data for p in visit.pages}, "the picture of a card was kept"
        company = visit.company
        assert len(company.companions) <= min(MOST_COMPANIONS, company.persons - 1)
        assert visit.holder not in company.companions
        assert visit.step is not Step.RATING or (visit.holder, visit.pages) == (None, ())
        assert (visit.step in (Step.RECEIPT, Step.RATING)) is (visit.receipt is not None)


@given(EVENTS)
def test_from_wherever_it_got_abandoning_leaves_nothing(events: list[Event]) -> None:
    visit = Visit()
    for event in events:
        visit, _ = advance(visit, event)
    # a window that has the visit ends it, nobody here
    visit = replace(visit, handover=None)
    ended, effects = advance(visit, Abandoned())
    assert _without_call(ended) == Visit(missing=visit.missing)
    assert visit.step is Step.IDLE or effects[-1] == Wipe()


def _without_call(visit: Visit) -> Visit:
    """Staff may be called from an idle terminal too."""
    return replace(visit, help=Help.NONE, busy=visit.busy - {"staff"})
