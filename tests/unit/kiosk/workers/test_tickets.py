"""An answer of the visit before never appears in this one."""

from __future__ import annotations

from kiosk.flow.effects import Capture, ReadCard, ReadPage
from kiosk.workers.tickets import Tickets


def test_an_answer_is_let_through_once() -> None:
    tickets = Tickets()
    ticket = tickets.issue(ReadCard())
    assert tickets.admit(ticket)
    assert not tickets.admit(ticket)


def test_after_a_wipe_no_earlier_answer_is_wanted() -> None:
    tickets = Tickets()
    old = [tickets.issue(ReadCard()), tickets.issue(ReadPage("one", 0, b"")), tickets.issue(Capture())]
    tickets.void()
    new = tickets.issue(ReadCard())
    assert not any(tickets.admit(ticket) for ticket in old)
    assert tickets.admit(new)


def test_asking_the_same_thing_again_replaces_the_first_question() -> None:
    tickets = Tickets()
    first, second = tickets.issue(ReadCard()), tickets.issue(ReadCard())
    assert not tickets.admit(first)
    assert tickets.admit(second)


def test_two_pages_are_two_questions() -> None:
    tickets = Tickets()
    first, second = tickets.issue(ReadPage("one", 0, b"")), tickets.issue(ReadPage("two", 1, b""))
    assert tickets.admit(second)
    assert tickets.admit(first)


def test_news_in_between_leaves_the_answer_wanted() -> None:
    tickets = Tickets()
    ticket = tickets.issue(Capture())
    assert tickets.admit(ticket, final=False)
    assert tickets.admit(ticket)
