"""What a rule found, before it becomes a proposed field."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.reading.result import FieldKind, Source


@dataclass(frozen=True, slots=True)
class Found:
    """A span of the document with the certainty of the rule, 0..1, apart from how well it was read."""

    kind: FieldKind
    start: int
    end: int
    certainty: float
    rule: str
    #: replaces the words of the span, for values gathered from several places
    value: str = ""
    normalised: str = ""
    remark: str = ""
    #: ask in any case
    doubtful: bool = False
    source: Source | None = None

    def overlaps(self, other: Found) -> bool:
        return self.start < other.end and other.start < self.end
