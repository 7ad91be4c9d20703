"""Pages and sheets that a tap opens without the visit moving on: writing, typing, signing, asking before leaving."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.bench.examples import CHOOSING, visits
from kiosk.flow.visit import Candidate, Help, Visit

#: what the pad offers while something is written: more than there is room for
_WORDS = ("农民", "农民工", "农业", "农村", "农", "弄", "浓", "侬", "脓", "哝", "秾")
OFFERED = tuple(Candidate(word, 4) for word in _WORDS)


def subpages() -> Iterator[tuple[str, Visit, tuple[str, ...]]]:
    """Name, state and the taps that lead to it."""
    known = dict(visits())
    bare = known["form-without-papers"]
    offered = replace(bare, candidates=OFFERED)
    yield "card-typing-name", known["card"], ("card.manual",)
    yield "card-typing-number", known["card"], ("card.manual", "manual.number", "manual.key.1", "manual.key.3")
    yield "card-document", known["card"], ("card.manual", "manual.document")
    passport = ("card.manual", "manual.document", "manual.document.414", "manual.key.e")
    yield "card-typing-passport", known["card"], passport
    yield "company-typing", known["company-two"], ("company.type",)
    yield "company-behalf", known["company"], ("company.behalf",)
    yield "form-edit-writing", offered, ("form.field.place-0.edit",)
    spelling = ("form.field.place-0.edit", "edit.way.pinyin", "edit.letter.n", "edit.letter.o")
    yield "form-edit-pinyin", offered, spelling
    yield "form-edit-figures", bare, ("form.field.place-0.edit", "edit.way.figures")
    yield "form-edit-number", bare, ("form.field.sum-0.edit",)
    choosing = replace(bare, visit_id=CHOOSING)
    yield "form-place-town", choosing, ("form.field.place-0.edit",)
    yield "form-place-village", choosing, ("form.field.place-0.edit", "place.130406101")
    yield "submit-signing", known["submit"], ("submit.sign",)
    for found in (Help.CALLING, Help.COMING, Help.UNREACHABLE):
        yield f"sheet-staff-{found.value}", replace(known["pages"], help=found), ("tool.staff",)
    yield "sheet-voice", known["pages"], ("tool.voice",)
    yield "sheet-end", known["pages"], ("end",)
    yield "sheet-still-there", known["form"], ()
    yield "sheet-attendant-exit", known["attendant"], ("attendant.exit",)
    yield "sheet-attendant-restart", known["attendant"], ("attendant.restart",)
