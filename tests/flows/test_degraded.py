"""A terminal that lacks something, or everything: each visit ends in a registration, and the desk hears what is missing."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations

import pytest

from kiosk.flow.answers import EarlierFound, Failed, PartChanged, Registered, Suggested
from kiosk.flow.effects import CallStaff, Register
from kiosk.flow.events import (
    CameAlone,
    Continued,
    FieldChanged,
    HolderTyped,
    MatterChosen,
    MishapDismissed,
    StaffAsked,
    Started,
    SubmitAsked,
)
from kiosk.flow.visit import Mishap, Part, PrintState, Step
from tests.flows.people import LI, MORNING, RECEIPT, Walk

LACKS = [frozenset(some) for some in chain.from_iterable(combinations(Part, n) for n in (1, len(Part)))]


@pytest.mark.parametrize("lacks", LACKS, ids=lambda lacks: "+".join(sorted(lacks)))
def test_without_it_and_without_a_centre_the_visit_ends_in_a_registration(lacks: frozenset[Part]) -> None:
    walk = Walk()
    for part in lacks:
        walk.do(PartChanged(part, works=False))
    walk.do(Started("11111111-1111-4111-8111-111111111111", MORNING), Continued())
    walk.do(HolderTyped(replace(LI, verified=False)), EarlierFound(None), MatterChosen(""), CameAlone())
    assert walk.visit.step is Step.PAGES
    walk.do(MishapDismissed(), Continued())
    summary = next(line for line in walk.visit.form.fields if line.kind.value == "summary")
    walk.do(FieldChanged(summary.field_id, "路灯不亮"), Continued(), Suggested(None))
    effects = walk.do(SubmitAsked(MORNING))
    assert any(isinstance(effect, Register) for effect in effects)
    walk.do(Registered(replace(RECEIPT, provisional=True)))
    if Part.PRINTER in lacks:
        walk.do(Failed("print", Mishap.PRINTER_ABSENT), MishapDismissed())
        assert walk.visit.print_state is PrintState.FAILED
    assert (walk.visit.step, walk.visit.receipt is not None) == (Step.RECEIPT, True)
    assert walk.do(StaffAsked()) == (CallStaff(Step.RECEIPT, lacks),)
