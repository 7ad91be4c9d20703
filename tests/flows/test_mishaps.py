"""Named by the mishap: each ends on a screen that says so, and loses nothing."""

from __future__ import annotations

import pytest

from kiosk.flow.answers import (
    CardRead,
    Failed,
    FieldsProposed,
    PageRead,
    PageUnreadable,
    PartChanged,
    Printed,
    PrinterStopped,
    Registered,
)
from kiosk.flow.effects import Capture, PrintSlip, ReadCard, Register
from kiosk.flow.events import CaptureAsked, Continued, MishapDismissed, PrintSeen, RetryAsked, SubmitAsked, WentBack
from kiosk.flow.visit import Mishap, Part, PrintState, Step
from kiosk.reading.result import FieldKind, PageIssue
from tests.flows.people import LI, MORNING, RECEIPT, Walk, page, proposal, text


@pytest.mark.parametrize("mishap", [Mishap.CARD_REMOVED, Mishap.NOT_AN_IDENTITY_CARD, Mishap.CARD_UNREADABLE])
def test_card_pulled_mid_read_is_said_and_laying_it_down_again_is_enough(mishap: Mishap) -> None:
    walk = Walk().to(Step.CARD)
    assert walk.do(Failed("card", mishap)) == (ReadCard(),)
    assert (walk.visit.step, walk.visit.mishap) == (Step.CARD, mishap)
    assert walk.do(RetryAsked()) == (), "the reader waits already"
    walk.do(CardRead(LI))
    assert (walk.visit.step, walk.visit.holder, walk.visit.mishap) == (Step.EARLIER, LI, None)


def test_no_reader_leaves_manual_entry_and_a_retry() -> None:
    walk = Walk().to(Step.CARD)
    assert walk.do(Failed("card", Mishap.READER_ABSENT)) == ()
    assert walk.visit.mishap is Mishap.READER_ABSENT
    assert walk.do(RetryAsked()) == (ReadCard(),)
    assert walk.visit.mishap is None


def test_a_blank_page_is_taken_out_and_said_and_the_others_stay() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one"), PageRead("one", text(0, "一")), CaptureAsked(), page("two"))
    walk.do(PageRead("two", text(1, issues=(PageIssue.BLANK,))))
    assert walk.visit.mishap is Mishap.BLANK_PAGE
    assert [p.page_id for p in walk.visit.pages] == ["one"]
    assert walk.do(RetryAsked()) == (Capture(),)


def test_a_page_found_blank_while_the_form_waits_brings_the_pages_back() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one"), Continued(), PageRead("one", text(0, issues=(PageIssue.BLANK,))))
    assert (walk.visit.step, walk.visit.mishap, walk.visit.busy) == (Step.PAGES, Mishap.BLANK_PAGE, frozenset())


def test_the_same_page_twice_counts_once() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one", b"same"), CaptureAsked(), page("two", b"same"))
    assert walk.visit.mishap is Mishap.DUPLICATE_PAGE
    assert [p.page_id for p in walk.visit.pages] == ["one"]


def test_no_page_under_the_camera_is_said() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), Failed("capture", Mishap.NO_PAGE))
    assert (walk.visit.step, walk.visit.mishap, walk.visit.busy) == (Step.PAGES, Mishap.NO_PAGE, frozenset())


def test_an_unreadable_page_is_kept_as_evidence() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one"), Continued(), PageUnreadable("one"))
    assert walk.visit.mishap is Mishap.READING_FAILED
    assert (walk.visit.step, len(walk.visit.pages), walk.visit.busy) == (Step.FORM, 1, frozenset())


def test_without_a_reading_machine_no_page_is_complained_of() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(PartChanged(Part.OCR, works=False), CaptureAsked(), page("one"), PageUnreadable("one"))
    assert walk.visit.mishap is None
    assert walk.visit.pages[0].failed


def test_when_nothing_can_be_proposed_the_form_is_filled_in_by_hand() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one"), PageRead("one", text(0, "一")), Continued())
    walk.do(Failed("reading", Mishap.READING_FAILED))
    assert any(f.kind is FieldKind.SUMMARY for f in walk.visit.form.fields)
    assert "reading" not in walk.visit.busy


def test_server_down_at_submit_keeps_the_matter_and_the_receipt_says_so() -> None:
    walk = Walk().to(Step.SUBMIT)
    provisional = type(RECEIPT)(**{**{n: getattr(RECEIPT, n) for n in RECEIPT.__slots__}, "provisional": True})
    walk.do(Failed("suggest", Mishap.REJECTED))
    assert walk.visit.mishap is None, "a missing preview is not a mishap"
    [effect] = walk.do(SubmitAsked(MORNING), Registered(provisional))
    assert isinstance(effect, PrintSlip)
    assert effect.receipt.provisional


@pytest.mark.parametrize("mishap", [Mishap.REJECTED, Mishap.NOT_KEPT])
def test_a_failed_submit_loses_nothing_that_was_confirmed(mishap: Mishap) -> None:
    walk = Walk().to(Step.SUBMIT)
    before = walk.visit
    walk.do(SubmitAsked(MORNING), Failed("submit", mishap, "原因"))
    after = walk.visit
    assert (after.step, after.mishap, after.mishap_detail) == (Step.SUBMIT, mishap, "原因")
    assert (after.form, after.pages, after.holder, after.visit_id) == (
        before.form,
        before.pages,
        before.holder,
        before.visit_id,
    )
    walk.do(SubmitAsked(MORNING))
    first, second = walk.asked(Register)
    assert first == second


def test_retrying_what_could_not_be_kept_registers_at_the_first_moment() -> None:
    walk = Walk().to(Step.SUBMIT)
    walk.do(SubmitAsked(MORNING), Failed("submit", Mishap.NOT_KEPT))
    [effect] = walk.do(RetryAsked())
    assert isinstance(effect, Register)
    assert effect.registered_at == MORNING


def test_a_rejected_form_can_be_corrected_and_handed_in_again() -> None:
    walk = Walk().to(Step.SUBMIT)
    walk.do(SubmitAsked(MORNING), Failed("submit", Mishap.REJECTED, "缺少地址"), WentBack())
    assert (walk.visit.step, walk.visit.mishap) == (Step.FORM, None)
    walk.do(Continued(), SubmitAsked(MORNING))
    assert len(walk.asked(Register)) == 2


@pytest.mark.parametrize("mishap", [Mishap.PAPER_OUT, Mishap.COVER_OPEN, Mishap.PRINTER_ABSENT, Mishap.PRINTER_FAULT])
def test_paper_out_while_printing_keeps_the_receipt_and_prints_the_same_slip_again(mishap: Mishap) -> None:
    walk = Walk().to(Step.RECEIPT)
    walk.do(Failed("print", mishap))
    assert (walk.visit.step, walk.visit.print_state, walk.visit.mishap) == (Step.RECEIPT, PrintState.FAILED, mishap)
    assert walk.visit.receipt == RECEIPT
    assert walk.do(RetryAsked()) == (PrintSlip("visit-1", RECEIPT, 0),)
    walk.do(Printed())
    assert (walk.visit.print_state, walk.visit.mishap) == (PrintState.PRINTED, None)


def test_paper_out_in_the_middle_of_the_slip_is_said_and_loading_is_enough() -> None:
    walk = Walk().to(Step.RECEIPT)
    walk.do(PrinterStopped(Mishap.PAPER_OUT))
    assert (walk.visit.print_state, walk.visit.mishap) == (PrintState.PRINTING, Mishap.PAPER_OUT)
    assert walk.do(RetryAsked()) == (), "the printer holds the slip: sending it again would print it twice"
    assert walk.visit.mishap is Mishap.PAPER_OUT
    walk.do(Printed())
    assert (walk.visit.print_state, walk.visit.mishap) == (PrintState.PRINTED, None)
    assert len(walk.asked(PrintSlip)) == 1


def test_a_slip_nobody_can_vouch_for_is_asked_about() -> None:
    walk = Walk().to(Step.RECEIPT)
    walk.do(Failed("print", Mishap.PRINT_UNKNOWN))
    assert walk.visit.print_state is PrintState.UNKNOWN
    assert walk.do(RetryAsked()) == (), "a blind retry could print it twice"
    assert walk.do(PrintSeen(came_out=False)) == (PrintSlip("visit-1", RECEIPT, 0, settled_missing=True),)
    walk.do(Failed("print", Mishap.PRINT_UNKNOWN), PrintSeen(came_out=True))
    assert walk.visit.print_state is PrintState.PRINTED


def test_dismissing_a_mishap_changes_nothing_else() -> None:
    walk = Walk().to(Step.FORM)
    walk.do(WentBack(), CaptureAsked(), Failed("capture", Mishap.CAMERA_ABSENT))
    before = walk.visit
    walk.do(MishapDismissed())
    assert walk.visit.mishap is None
    assert walk.visit.pages == before.pages


def test_a_proposal_for_pages_that_changed_meanwhile_is_not_taken() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one"), PageRead("one", text(0, "一")), Continued(), WentBack())
    walk.do(FieldsProposed((proposal(FieldKind.SUMMARY, "旧"),)))
    assert walk.visit.form.fields == ()
