"""The terminal's other doors against the real centre: progress, rating, review, and a visit that goes on at the window."""

from __future__ import annotations

import hashlib
import threading
from datetime import timedelta

from kiosk.flow.answers import Answer
from kiosk.flow.doors.effects import AskMatters, AskProgress, AskReview, RateResult
from kiosk.flow.doors.events import MattersFound, ResultTaken
from kiosk.flow.doors.state import Said
from kiosk.flow.handover import FollowHandover, HandOver, HandoverMoved, News, WithdrawHandover
from kiosk.flow.visit import NOBODY_ELSE, Form, Page, Part, Step
from kiosk.views.identity import typed_person
from kiosk.workers.following import ask
from kiosk.workers.handover import HandoverWorker
from tests.contract.hall import LI, MORNING, Hall, page_image
from tests.contract.test_citizen import WHY, answered

IMAGE = page_image()
SENT = HandOver(
    visit_id="visit-behind-the-doors-1",
    step=Step.PAGES,
    missing=frozenset({Part.PRINTER}),
    started_at=MORNING - timedelta(minutes=2),
    holder=typed_person(LI.name, LI.id_number),
    form=Form(),
    pages=(Page("p1", IMAGE, "image/png", hashlib.sha256(IMAGE).hexdigest()),),
    continues="",
    company=NOBODY_ELSE,
)


def test_a_slip_shows_the_way_takes_a_rating_once_and_a_request_for_review(hall: Hall) -> None:
    answer, _ = answered(hall)
    kiosk = hall.client(next(iter(hall.keys)))
    found = ask(kiosk, AskProgress(answer.number, answer.query_code))
    assert isinstance(found, MattersFound)
    [matter] = found.matters
    assert (matter.number, matter.state, matter.now[0] != "") == (answer.number, "delivered", True)
    assert set(matter.ratable) >= {"unit", "office"} and matter.review_until is not None
    assert LI.name not in str(found.matters)
    assert ask(kiosk, AskProgress(answer.number, "23456789AB")) == MattersFound((), Said.WRONG)
    rating = RateResult(answer.number, answer.query_code, "unit", 0)
    assert ask(kiosk, rating) == ResultTaken(Said.RATED)
    assert ask(kiosk, rating) == ResultTaken(Said.RATED_BEFORE)
    wanted = AskReview(answer.number, answer.query_code, WHY)
    assert ask(kiosk, wanted) == ResultTaken(Said.REVIEW_TAKEN)
    assert ask(kiosk, wanted) == ResultTaken(Said.REVIEW_CLOSED)


def test_after_the_last_day_the_terminal_says_so(hall: Hall) -> None:
    answer, _ = answered(hall)
    hall.clock.forward(days=40)
    kiosk = hall.client(next(iter(hall.keys)))
    assert ask(kiosk, AskReview(answer.number, answer.query_code, WHY)) == ResultTaken(Said.REVIEW_LATE)


def test_a_card_finds_the_matters_of_its_person_without_a_code(hall: Hall) -> None:
    answer, _ = answered(hall)
    kiosk = hall.client(next(iter(hall.keys)))
    found = ask(kiosk, AskMatters(LI.id_type, LI.id_number))
    assert isinstance(found, MattersFound)
    assert [(one.number, one.code, one.state) for one in found.matters] == [(answer.number, "", "delivered")]
    assert ask(kiosk, AskMatters("111", "130406190001010999")) == MattersFound((), Said.NO_MATTER)


def test_without_a_centre_it_is_said_and_nothing_fails() -> None:
    assert ask(None, AskProgress("XF-1", "Q7")) == MattersFound((), Said.OFFLINE)
    assert ask(None, AskReview("XF-1", "Q7", WHY)) == ResultTaken(Said.OFFLINE)


def test_a_window_takes_the_visit_over_and_gives_it_back(hall: Hall) -> None:
    worker = HandoverWorker(hall.kiosk(), "1", poll_s=0.01)
    window = hall.sign_in("xinfang.duty")
    heard: list[Answer] = []

    def say(moved: Answer) -> None:
        heard.append(moved)
        assert isinstance(moved, HandoverMoved)
        if moved.news is News.WAITING:
            taken = window.post(f"/reception/handovers/{moved.handover_id}/take", {"window": "2号窗口"})
            assert taken.json()["content"]["petitioner"]["name"] == LI.name
        else:
            assert window.post(f"/reception/handovers/{moved.handover_id}/return", {}).status_code == 200

    last = worker.carry_out(SENT, threading.Event(), say)
    assert [(one.news, one.window, one.heard) for one in heard if isinstance(one, HandoverMoved)] == [
        (News.WAITING, "", True),
        (News.TAKEN, "2号窗口", True),
    ]
    assert last is not None and last.news is News.RETURNED


def test_a_visitor_who_goes_on_alone_takes_the_visit_back(hall: Hall) -> None:
    worker = HandoverWorker(hall.kiosk(), "1", poll_s=0.01)
    found: list[str] = []
    stop = threading.Event()

    def say(moved: Answer) -> None:
        assert isinstance(moved, HandoverMoved)
        found.append(moved.handover_id)
        stop.set()

    assert worker.carry_out(SENT, stop, say) is None
    assert worker.carry_out(WithdrawHandover(found[0]), threading.Event(), say) is None
    after = worker.carry_out(FollowHandover(found[0]), threading.Event(), say)
    assert after is not None and after.news is News.RETURNED


def test_without_a_centre_nothing_is_handed_over() -> None:
    lost = HandoverWorker(None, "1").carry_out(SENT, threading.Event(), lambda _: None)
    assert lost == HandoverMoved(News.LOST, heard=False)
