"""The other doors under a finger, and the window under the keys of a keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.bench.examples import AT, visits
from kiosk.bench.fingers import Fingers
from kiosk.bench.screens import LOOKS, Look
from kiosk.bench.visitor import Action, Tap, Type, WaitFor
from kiosk.flow import events
from kiosk.flow.doors import events as behind
from kiosk.flow.doors.state import Asking, Place, Trial
from kiosk.flow.visit import Step, Visit
from kiosk.ui.topics import blanks, groups
from tests.gui.conftest import Heard
from tests.gui.reading_room import texts
from tests.gui.test_taps import PATIENCE, work

VISITS = dict(visits())
ID = "00000000-0000-4000-8000-000000000001"
WAGES = groups()[0].topics[0]

TAPS = [
    ("idle", "door.ask", behind.DoorOpened(Step.ASK, ID, AT)),
    ("idle", "door.guide", behind.DoorOpened(Step.GUIDE, ID, AT)),
    ("idle", "door.papers", behind.DoorOpened(Step.PAPERS, ID, AT)),
    ("ask", "ask.card", behind.PlaceChosen(Place.CARD)),
    ("ask", "ask.scan", behind.PlaceChosen(Place.SCAN)),
    ("ask-list", "ask.pick.1", behind.MatterPicked(1)),
    ("ask-matter", "ask.print", behind.LeafletAsked()),
    ("ask-matter", "ask.review", behind.PlaceChosen(Place.REVIEW)),
    ("ask-rate", "ask.rate.unit.3", behind.ResultRated("unit", 3)),
    ("ask-rate", "ask.rate.office.0", behind.ResultRated("office", 0)),
    ("guide", "guide.group.labour", behind.GroupChosen("labour")),
    ("guide-topics", "guide.topic.labour.wages", behind.TopicChosen(WAGES)),
    ("guide-topic", "guide.print", behind.LeafletAsked()),
    ("guide-topic-unknown", "sheet.seen.no", events.PrintSeen(False)),
    ("papers", "papers.print.proxy", behind.BlankChosen(blanks()[1], on_paper=False)),
    ("papers-failed", "sheet.again", events.RetryAsked()),
    ("attendant", "attendant.try.read", behind.TrialAsked(Trial.READ)),
    ("attendant", "attendant.roll", behind.RollChanged()),
    ("attendant", "attendant.send", behind.SendNow()),
    ("attendant", "attendant.desk", behind.DeskChanged(desk=True)),
    ("attendant", "attendant.leave", events.WentBack()),
    ("window-waiting", "waiting.resume.2", behind.VisitResumed(2)),
    ("window-waiting", "waiting.drop.1", behind.ParkedDropped(1)),
]


@pytest.mark.parametrize(("name", "target", "event"), TAPS, ids=[target for _, target, _ in TAPS])
def test_a_tap_says_what_was_meant(heard: Heard, qtbot: QtBot, name: str, target: str, event: object) -> None:
    assert work(heard, qtbot, VISITS[name], Tap(target)) == [event]


def test_number_and_code_are_typed_on_the_screen_alone(heard: Heard, qtbot: QtBot) -> None:
    keys = [Tap(f"ask.key.{key}") for key in ("1", "3", "x", "f")]
    code = [Tap(f"ask.key.{key}") for key in ("7", "k", "dash", "3", "9", "erase", "m")]
    script: tuple[Action, ...] = (WaitFor("ask.done", gone=True), *keys, Tap("ask.query"), *code, Tap("ask.done"))
    assert work(heard, qtbot, VISITS["ask-code"], *script) == [behind.CodeTyped("13XF", "7K3M")]


def test_why_a_result_is_to_be_reviewed_is_written_and_sent(heard: Heard, qtbot: QtBot) -> None:
    script = (WaitFor("ask.review.send", gone=True), Type("ask.reason", "金额算错了"), Tap("ask.review.send"))
    assert work(heard, qtbot, VISITS["ask-review"], *script)[-1:] == [behind.ReviewWritten("金额算错了")]


def test_a_matter_found_by_card_offers_neither_rating_nor_review(heard: Heard, qtbot: QtBot) -> None:
    script = (WaitFor("ask.print"), WaitFor("ask.rate", gone=True), WaitFor("ask.review", gone=True))
    assert work(heard, qtbot, VISITS["ask-matter-printed"], *script) == []


def test_the_pin_is_typed_on_keys_and_only_its_length_is_seen(heard: Heard, qtbot: QtBot) -> None:
    keys = [Tap(f"pin.key.{digit}") for digit in "246810"]
    script: tuple[Action, ...] = (
        WaitFor("pin.done", gone=True),
        *keys,
        Tap("pin.done"),
        WaitFor("pin.done", gone=True),
    )
    assert work(heard, qtbot, VISITS["attendant-pin"], *script) == [behind.PinTyped("246810")]


def test_while_the_wait_lasts_no_key_answers(heard: Heard, qtbot: QtBot) -> None:
    work(heard, qtbot, VISITS["attendant-pin"], WaitFor("pin.key.1"))
    assert work(heard, qtbot, VISITS["attendant-wait"], WaitFor("pin.key.1", gone=True), WaitFor("pin.leave")) == []


def test_leaving_the_kiosk_mode_is_asked_twice(heard: Heard, qtbot: QtBot) -> None:
    script = (
        Tap("attendant.exit"),
        Tap("attendant.sure.no"),
        Tap("attendant.exit"),
        WaitFor("attendant.sure.yes"),
        Tap("attendant.sure.yes"),
    )
    said = [e for e in work(heard, qtbot, VISITS["attendant"], *script) if not isinstance(e, behind.ReportAsked)]
    assert said == [behind.ExitAsked(again=False)]


def test_the_emblem_held_for_a_moment_asks_for_the_attendant_and_a_tap_does_not(heard: Heard, qtbot: QtBot) -> None:
    work(heard, qtbot, VISITS["form"], WaitFor("tool.attendant"))
    window = heard.screen.window
    emblem = Fingers(window).find("tool.attendant")
    assert emblem is not None
    point = emblem.mapToScene(QPointF(emblem.width() / 2, emblem.height() / 2)).toPoint()
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    assert heard.events == []
    QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    qtbot.waitUntil(lambda: heard.events == [behind.AttendantAsked(ID)], timeout=PATIENCE)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)


def test_what_a_window_has_taken_over_cannot_be_read_or_touched_here(heard: Heard, qtbot: QtBot) -> None:
    visit = VISITS["handed-over"]
    assert work(heard, qtbot, visit, WaitFor("form.scroll", gone=True)) == []
    given_back = replace(visit, handover=None)
    assert work(heard, qtbot, given_back, WaitFor("form.scroll")) == []


@pytest.mark.parametrize("look", [one for one in LOOKS if one.name == "zh-landscape"], ids=lambda look: look.name)
def test_a_window_is_worked_by_keys(heard: Heard, qtbot: QtBot, look: Look) -> None:
    window = heard.screen.window

    def press(name: str, key: Qt.Key) -> object:
        """The last event after this key on this screen."""
        heard.put_on(look, replace(VISITS[name], desk=True))
        last = "form.confidential.no" if name == "form" else "tool.staff"
        qtbot.waitUntil(lambda: Fingers(window).find(last) is not None, timeout=PATIENCE)
        heard.events.clear()
        qtbot.waitUntil(lambda: window.isExposed(), timeout=PATIENCE)
        QTest.keyClick(window, key)
        return heard.events[-1] if heard.events else None

    assert press("idle", Qt.Key.Key_F1) == events.Started(ID, AT)
    assert press("notice", Qt.Key.Key_F8) == events.Continued()
    assert press("company", Qt.Key.Key_F8) == events.CameAlone()
    assert press("pages", Qt.Key.Key_F5) == events.CaptureAsked()
    assert press("form", Qt.Key.Key_F6) == events.FieldConfirmed("sum-0")
    assert press("form", Qt.Key.Key_Escape) == events.WentBack()
    assert press("form", Qt.Key.Key_F2) == behind.VisitParked(AT)
    assert press("form", Qt.Key.Key_F3) == behind.QueueAsked(ID, AT)
    heard.put_on(look, VISITS["notice"])
    heard.events.clear()
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert heard.events == [], "a self-service terminal has no keys"


def test_behind_a_sheet_nothing_is_reached_by_the_key_that_goes_on(heard: Heard, qtbot: QtBot) -> None:
    """Switch access: one key steps through what can be pressed, another presses it."""
    window = heard.screen.window
    work(heard, qtbot, VISITS["card"], Tap("card.manual"), Type("manual.name", "测试"), Tap("manual.document"))
    reached = set()
    for _ in range(12):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        focused = window.activeFocusItem()
        assert focused is not None
        reached.add(focused.objectName())
    assert reached == {f"manual.document.{code}" for code in ("111", "414", "516", "511", "553", "114", "none")}
    heard.screen.warn_idle(20)
    qtbot.waitUntil(lambda: Fingers(window).find("still.here") is not None, timeout=PATIENCE)
    QTest.keyClick(window, Qt.Key.Key_Tab)
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert window.activeFocusItem().objectName() == "still.here"
    heard.screen.warn_idle(0)
    work(heard, qtbot, VISITS["card"], Tap("manual.document.111"), Tap("manual.key.1"))


def test_the_slip_of_the_window_shows_no_number_until_somebody_asks_for_it(heard: Heard, qtbot: QtBot) -> None:
    visit = VISITS["receipt-at-window"]
    assert visit.receipt is not None
    work(heard, qtbot, visit, WaitFor("receipt.copy"))
    told = " ".join(str(item.property("text")) for item in texts(heard.screen.window.contentItem()))
    assert visit.receipt.number not in told and visit.receipt.query_code[:4] not in told
    assert work(heard, qtbot, visit, Tap("receipt.copy")) == [events.CopyAsked()]


def test_the_page_of_asking_is_fresh_for_the_next_visitor(heard: Heard, qtbot: QtBot) -> None:
    work(heard, qtbot, VISITS["ask-code"], Tap("ask.key.7"))
    heard.screen.show(Visit())
    fresh = Visit(step=Step.ASK, visit_id="v", door=Asking(Place.CODE))
    work(heard, qtbot, fresh, WaitFor("ask.number"))
    number = Fingers(heard.screen.window).find("ask.number")
    assert number is not None and number.property("text") == ""
