"""One thread a device: in order, cancellable, and not to be killed by a fault."""

from __future__ import annotations

import queue
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest

from kiosk.flow.answers import Answer, EarlierFound, Failed, Suggested
from kiosk.flow.effects import Capture, Effect, LookUp, PrintSlip, ReadCard, ReadFace, ReadPage, Register, Suggest
from kiosk.flow.visit import Form, Mishap
from kiosk.workers.bus import Bus
from kiosk.workers.worker import Say, gave_up
from tests.flows.people import LI, MORNING, RECEIPT

SOON = 5.0


class Clerk:
    """Does what the test tells it to, on the thread of its bus."""

    def __init__(self) -> None:
        self.begun: queue.SimpleQueue[Effect] = queue.SimpleQueue()
        self.orders: queue.SimpleQueue[Callable[[threading.Event, Say], Answer | None]] = queue.SimpleQueue()
        self.closed = threading.Event()

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> Answer | None:
        self.begun.put(effect)
        return self.orders.get(timeout=SOON)(cancel, say)

    def close(self) -> None:
        self.closed.set()


def wait(cancel: threading.Event, say: Say) -> Answer | None:
    """Until cancelled, then answer all the same, as a driver may that is already done."""
    assert cancel.wait(SOON)
    return EarlierFound(())


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
def answers() -> queue.SimpleQueue[tuple[int, Answer]]:
    return queue.SimpleQueue()


@pytest.fixture
def bus(clerk: Clerk, answers: queue.SimpleQueue[tuple[int, Answer]]) -> Iterator[Bus]:
    bus = Bus("test", lambda: clerk, lambda ticket, answer: answers.put((ticket, answer)))
    bus.start()
    yield bus
    bus.stop()
    assert clerk.closed.is_set()


def test_answers_come_with_the_ticket_of_their_effect(
    bus: Bus, clerk: Clerk, answers: queue.SimpleQueue[tuple[int, Answer]]
) -> None:
    bus.hand(7, ReadCard())
    clerk.orders.put(lambda cancel, say: Suggested(None))
    assert answers.get(timeout=SOON) == (7, Suggested(None))


def test_a_worker_may_say_something_before_its_answer(
    bus: Bus, clerk: Clerk, answers: queue.SimpleQueue[tuple[int, Answer]]
) -> None:
    bus.hand(1, ReadCard())

    def order(cancel: threading.Event, say: Say) -> Answer:
        say(EarlierFound(None))
        return EarlierFound(())

    clerk.orders.put(order)
    assert [answers.get(timeout=SOON)[1] for _ in range(2)] == [EarlierFound(None), EarlierFound(())]


def test_what_was_cancelled_never_answers_and_the_next_effect_is_done(
    bus: Bus, clerk: Clerk, answers: queue.SimpleQueue[tuple[int, Answer]]
) -> None:
    bus.hand(1, ReadCard())
    bus.hand(2, Capture())
    clerk.orders.put(wait)
    assert clerk.begun.get(timeout=SOON) == ReadCard()
    bus.cancel()
    bus.hand(3, Suggest("", "", ()))
    clerk.orders.put(lambda cancel, say: Suggested(None))
    assert answers.get(timeout=SOON) == (3, Suggested(None))
    assert answers.empty()


@pytest.mark.expect_log("broke down on ReadCard")
def test_a_worker_that_breaks_down_is_answered_for_and_works_on(
    bus: Bus,
    clerk: Clerk,
    answers: queue.SimpleQueue[tuple[int, Answer]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    bus.hand(1, ReadCard())

    def break_down(cancel: threading.Event, say: Say) -> Answer:
        raise ValueError(LI.name)

    clerk.orders.put(break_down)
    assert answers.get(timeout=SOON) == (1, Failed("card", Mishap.READER_ABSENT))
    assert "ValueError at" in caplog.text
    assert LI.name not in caplog.text
    bus.hand(2, Suggest("", "", ()))
    clerk.orders.put(lambda cancel, say: Suggested(None))
    assert answers.get(timeout=SOON) == (2, Suggested(None))


@pytest.mark.expect_log("could not make ready")
def test_a_worker_that_cannot_be_made_is_tried_again_with_the_next_effect(
    clerk: Clerk, answers: queue.SimpleQueue[tuple[int, Answer]]
) -> None:
    tries = iter((OSError("disk full"), clerk))

    def make() -> Clerk:
        result = next(tries)
        if isinstance(result, OSError):
            raise result
        return result

    bus = Bus("test", make, lambda ticket, answer: answers.put((ticket, answer)))
    bus.start()
    bus.hand(1, ReadCard())
    clerk.orders.put(lambda cancel, say: Suggested(None))
    assert answers.get(timeout=SOON) == (1, Suggested(None))
    bus.stop()


@pytest.mark.parametrize(
    ("effect", "during"),
    [
        (Capture(), "capture"),
        (Register("v", MORNING, MORNING, LI, Form(), (), ""), "submit"),
        (PrintSlip("v", RECEIPT, 0), "print"),
    ],
    ids=["capture", "submit", "print"],
)
def test_every_wait_of_the_visit_ends_when_a_worker_gives_up(effect: Effect, during: str) -> None:
    answer = gave_up(effect)
    assert isinstance(answer, Failed)
    assert answer.during == during


def test_a_lookup_given_up_means_that_the_centre_was_not_reached() -> None:
    assert gave_up(LookUp("111", "12345")) == EarlierFound(None)
    assert gave_up(ReadPage("one", 0, b"")) is not None


class Watched(ReadFace):
    """Tells when nobody holds it any more."""


def test_the_picture_of_a_card_is_let_go_once_it_was_read(
    bus: Bus, clerk: Clerk, answers: queue.SimpleQueue[tuple[int, Answer]]
) -> None:
    effect = Watched(b"a card")
    gone = threading.Event()
    weakref.finalize(effect, gone.set)
    clerk.orders.put(lambda cancel, say: Failed("face_reading", Mishap.FACE_UNREADABLE))
    bus.hand(1, effect)
    del effect
    clerk.begun.get(timeout=SOON)
    answers.get(timeout=SOON)
    assert gone.wait(SOON)
