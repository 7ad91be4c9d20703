"""The form: proposed once all pages are read, confirmed and corrected by the visitor."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow import closing, form
from kiosk.flow.effects import Effect, ProposeFields
from kiosk.flow.events import (
    ChoiceMade,
    Continued,
    FieldChanged,
    FieldConfirmed,
    FieldRemoved,
    NoneOfThem,
    QuestionAnswered,
    Tap,
    WentBack,
)
from kiosk.flow.visit import Papers, Step, Visit
from kiosk.reading.result import ProposedField


def enter(visit: Visit) -> tuple[Visit, tuple[Effect, ...]]:
    """Show the form; unless it was made from these very pages before, wait until they are read and propose it."""
    at_form = replace(visit, step=Step.FORM)
    if visit.proposed_from == _page_ids(visit):
        return at_form, ()
    return when_read(replace(at_form, busy=visit.busy | {"reading"}))


def when_read(visit: Visit) -> tuple[Visit, tuple[Effect, ...]]:
    """Ask for proposals as soon as the form waits and no page is left to read."""
    if visit.step is not Step.FORM or "reading" not in visit.busy:
        return visit, ()
    if any(p.text is None and not p.failed for p in visit.pages):
        return visit, ()
    # A page's place among those that were kept is what its fields point to; dropped pages left gaps.
    texts = tuple(replace(p.text, index=i) for i, p in enumerate(visit.pages) if p.text is not None)
    if not texts:
        return proposed(visit, ())
    return visit, (ProposeFields(texts, visit.holder),)


def proposed(
    visit: Visit, fields: tuple[ProposedField, ...], papers: Papers = Papers()
) -> tuple[Visit, tuple[Effect, ...]]:
    if visit.step is not Step.FORM or "reading" not in visit.busy or visit.holder is None:
        return visit, ()
    made = form.build(fields, visit.holder, form.surveyed(visit.form, papers))
    return replace(visit, form=made, busy=visit.busy - {"reading"}, proposed_from=_page_ids(visit)), ()


def not_proposed(visit: Visit) -> tuple[Visit, tuple[Effect, ...]]:
    """The machine understood nothing: the visitor fills the form in by hand."""
    if visit.step is not Step.FORM or visit.holder is None:
        return visit, ()
    return replace(visit, form=form.build((), visit.holder, visit.form), proposed_from=_page_ids(visit)), ()


def at_form(visit: Visit, tap: Tap) -> tuple[Visit, tuple[Effect, ...]]:
    if isinstance(tap, WentBack):
        busy = visit.busy - {"reading"}
        return replace(visit, step=Step.PAGES, busy=busy, mishap=None, mishap_detail=""), ()
    if "reading" in visit.busy:
        return visit, ()
    match tap:
        case FieldChanged():
            return replace(visit, form=form.change(visit.form, tap.field_id, tap.value, tap.normalised)), ()
        case FieldConfirmed():
            return replace(visit, form=form.confirm(visit.form, tap.field_id)), ()
        case FieldRemoved():
            return replace(visit, form=form.remove(visit.form, tap.field_id)), ()
        case QuestionAnswered():
            return replace(visit, form=form.answer(visit.form, tap.question, tap.answer)), ()
        case NoneOfThem():
            return replace(visit, form=form.none_of_them(visit.form)), ()
        case ChoiceMade():
            chosen = replace(visit.form, publish=tap.publish, confidential=tap.confidential)
            return replace(visit, form=chosen), ()
        case Continued() if form.complete(visit.form) and not form.unsettled(visit.form):
            return closing.enter(replace(visit, mishap=None, mishap_detail=""))
        case _:
            return visit, ()


def _page_ids(visit: Visit) -> tuple[str, ...]:
    return tuple(p.page_id for p in visit.pages)
