"""How alike two matters are: class, place and words. Pure. It only suggests; whether it is the same one, a person says."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: from here on the earlier matter is suggested
LIKELY = 0.5
#: weights of class, place and words; what is unknown on either side is left out and the rest counts for all
_CLASS, _PLACE, _WORDS = 0.3, 0.15, 0.55
#: characters compared; the matter is told by then
_READ = 2000
#: common openings of letters say nothing about the matter
_POLITE = re.compile(r"尊敬的|领导|您好|你好|此致|敬礼|请求|恳请|希望|反映|我们|我是|解决|问题")


@dataclass(frozen=True, slots=True)
class Facets:
    """A matter as far as likeness needs it."""

    #: content class, 6 digits, "" when unknown
    category: str
    #: region code of the place, 6, 9 or 12 digits, "" when unknown
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """0..1, and what is alike."""

    score: float
    reasons: tuple[str, ...]

    @property
    def likely(self) -> bool:
        return self.score >= LIKELY


def likeness(one: Facets, other: Facets) -> Likeness:
    """Compare two matters; the order makes no difference."""
    parts = [
        (_CLASS, _share(one.category, other.category, (2, 4, 6)), "类别相同"),
        (_PLACE, _share(one.place, other.place, (6, 9, 12)), "地点相同"),
        (_WORDS, _overlap(_pairs(one.text), _pairs(other.text)), "内容相近"),
    ]
    known = [(weight, share, reason) for weight, share, reason in parts if share is not None]
    whole = sum(weight for weight, _, _ in known)
    score = sum(weight * share for weight, share, _ in known) / whole if whole else 0.0
    return Likeness(round(score, 3), tuple(reason for _, share, reason in known if share >= LIKELY))


def _share(one: str, other: str, levels: tuple[int, ...]) -> float | None:
    """The share of levels both codes have in common; None when one of them is unknown."""
    if not one or not other:
        return None
    reached = [level for level in levels if level <= min(len(one), len(other))]
    common = sum(one[:level] == other[:level] for level in reached)
    return common / len(reached) if reached else None


def _pairs(text: str) -> frozenset[str]:
    """Neighbouring characters: words of Chinese without a dictionary."""
    plain = _POLITE.sub("，", text[:_READ])
    runs = re.findall(r"[一-鿿]{2,}|[A-Za-z0-9]{2,}", plain)
    return frozenset(run[place : place + 2] for run in runs for place in range(len(run) - 1))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float | None:
    """Overlap coefficient: a short letter inside a long one is the same matter."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else None
