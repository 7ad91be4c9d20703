"""How well fields are proposed: precision, recall and silent errors over many written petitions."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.reading.fields import propose
from kiosk.reading.fields.survey import survey
from kiosk.reading.result import FieldKind, ProposedField
from tests.unit.kiosk.reading.petitions.write import Written, petition

#: compared by their machine form
_BY_FORM = (FieldKind.PLACE, FieldKind.SUM, FieldKind.AREA, FieldKind.DATE, FieldKind.CASE_NUMBER)
_KINDS = (
    FieldKind.NAME,
    FieldKind.ID_NUMBER,
    FieldKind.PHONE,
    FieldKind.ADDRESS,
    FieldKind.ADDRESSEE,
    FieldKind.COMPLAINED_OF,
    FieldKind.REQUEST,
    *_BY_FORM,
)


@dataclass(slots=True)
class Score:
    """Counts by kind; a silent error is a wrong value that nobody is asked about."""

    right: Counter[str] = field(default_factory=Counter)
    proposed: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    doubtful: Counter[str] = field(default_factory=Counter)
    silent: list[tuple[int, str, str]] = field(default_factory=list)
    missed: list[tuple[int, str, str]] = field(default_factory=list)
    counts_right: Counter[str] = field(default_factory=Counter)
    counts_wanted: Counter[str] = field(default_factory=Counter)

    @property
    def silent_rate(self) -> float:
        return len(self.silent) / max(1, sum(self.proposed.values()))

    def report(self) -> dict[str, object]:
        """One JSON object."""
        kinds = {
            kind.value: {
                "precision": round(self.right[kind] / max(1, self.proposed[kind]), 4),
                "recall": round(self.right[kind] / max(1, self.wanted[kind]), 4),
                "doubtful": round(self.doubtful[kind] / max(1, self.proposed[kind]), 4),
                "wanted": self.wanted[kind],
            }
            for kind in _KINDS
        }
        return {
            "fields": kinds,
            "silent_errors": len(self.silent),
            "proposed": sum(self.proposed.values()),
            "silent_error_rate": round(self.silent_rate, 5),
            "counts": {name: [self.counts_right[name], self.counts_wanted[name]] for name in self.counts_wanted},
        }


def measure(seeds: Sequence[int]) -> Score:
    """Write, read and score the petitions of these seeds."""
    score = Score()
    for seed in seeds:
        _add(score, petition(seed))
    return score


def _add(score: Score, written: Written) -> None:
    fields = propose(written.pages, None)
    for kind in _KINDS:
        truth = {_plain(value) for value in written.truth[kind]}
        found = [one for one in fields if one.kind is kind and not _beside(one)]
        values = {_canonical(one) for one in found}
        score.wanted[kind] += len(truth)
        score.proposed[kind] += len(found)
        score.doubtful[kind] += sum(one.doubtful for one in found)
        score.right[kind] += sum(_canonical(one) in truth for one in found)
        score.silent += [
            (written.seed, kind.value, one.value) for one in found if not one.doubtful and _canonical(one) not in truth
        ]
        score.missed += [(written.seed, kind.value, value) for value in truth - values]
    seen = survey(written.pages)
    score.counts_wanted["signatories"] += 1
    score.counts_right["signatories"] += (seen.signatories.number if seen.signatories else None) == written.signatories
    score.counts_wanted["attachments"] += 1
    score.counts_right["attachments"] += len(seen.attachments) == written.attachments


def _beside(one: ProposedField) -> bool:
    """Relative and lunar dates stay raw, and are right as long as they are on the paper."""
    return one.kind is FieldKind.DATE and one.rule in ("date-relative", "date-lunar")


def _canonical(one: ProposedField) -> str:
    return _plain(one.normalised if one.kind in _BY_FORM and one.normalised else one.value)


def _plain(value: str) -> str:
    return re.sub(r"[\s，。；;,.]", "", unicodedata.normalize("NFKC", value))
