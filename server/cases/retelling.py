"""A whole history as the clocks hear of it, told again from the start. Pure, but for what the matter is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from server.cases import rules, sorting
from server.cases.journal import Step
from server.cases.limits import Limit
from server.cases.rules import EventType
from server.cases.service import tags
from server.cases.tables import PetitionCase
from server.clocks import service as clocks
from server.clocks.course import Extension
from server.clocks.events import Event, Tag
from server.clocks.sorts import STORED


def retold(case: PetitionCase, steps: Sequence[Step]) -> Iterator[clocks.Happened]:
    """Yield what the clocks are told of, in order. A merge that was undone never happened to them: the time of the mistake
    counts like any other."""
    plain, sorts = tags(case) - STORED, ""
    undone = _undone(steps)
    for step in steps:
        if step.seq in undone:
            continue
        sorts = str(step.payload.get(sorting.SAID, sorts))
        applies = plain | {Tag(one) for one in sorts.split()}
        if step.type is EventType.EXTENDED:
            approved = Extension(days=step.payload["days"], at=step.at, approver=step.payload["approver"])
            # an extension from before other laws' limits could be extended says none: it was of the petition procedure
            rule = str(step.payload.get("rule", Limit.OPINION.value))
            yield clocks.Happened(Event.EXTENDED, step.at, extensions={rule: approved})
        for name in rules.heard(step.type, step.payload):
            yield clocks.Happened(Event(name), step.at, applies, rules.limits(step.payload))


def _undone(steps: Sequence[Step]) -> frozenset[int]:
    """Return the places of the merges that an undoing follows."""
    found, last = set(), 0
    for step in steps:
        if step.type is EventType.MERGED:
            last = step.seq
        elif step.type is EventType.UNMERGED:
            found.add(last)
    return frozenset(found)
