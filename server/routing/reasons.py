"""Why a unit is responsible, as a sentence a citizen can read: in Chinese and, beside it, in English. Pure.

Names of units and the words of the petition stand in both sentences as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.contract.citations import in_english
from server.routing.classify import Guess
from server.routing.scheme import classes

ARTICLE_30 = "《信访工作条例》第三十条"
ARTICLE_22 = "《信访工作条例》第二十二条"
_ARTICLE_31 = "《信访工作条例》第三十一条"


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence in both languages."""

    zh: str
    en: str


#: without the words: this sentence is shown and stored, what was accused of is sealed
SEALED = Reason(
    f"因为您反映的内容涉及对公职人员或者单位的检举控告，依据{ARTICLE_30}，由纪检监察机关按管理权限办理。"
    "材料密封移交，不会透露或者转给被反映的人和单位。",
    "Because what you raise is an accusation against an official or a public body, the discipline inspection organ "
    f"handles it, according to {in_english(ARTICLE_30)}. "
    "Your papers are handed over sealed; nothing reaches the person or body you accuse.",
)
NOTHING_TOLD = Reason("材料中没有能说明事项类别的内容", "The papers do not say what kind of matter this is")


@dataclass(frozen=True, slots=True)
class Aside:
    """How the responsible unit was found when it is not the first of the catalogue."""

    #: the first one is complained of
    avoided: bool = False
    #: the next one of the catalogue; else one above
    next_one: bool = False
    above: bool = False


def responsible(guess: Guess, basis: str, unit: str, aside: Aside, lawsuit: Sequence[str]) -> Reason:
    """Say which unit is responsible, for what, on which ground."""
    zh = "因原承办单位是您反映的对象，依法回避，" if aside.avoided else ""
    en = "The unit that would be responsible is the one you complain of and must stand aside. " if aside.avoided else ""
    zh += "改" if aside.next_one else "改由上一级机关办理，" if aside.above else ""
    en += "The next higher body takes its place. " if aside.above else ""
    relying, according = (f"依据{basis}，", f", according to {in_english(basis)}") if basis else ("", "")
    because, note = _because(guess), _lawsuit(lawsuit)
    return Reason(
        f"{because.zh}，{relying}{zh}由{unit}负责。{note.zh}",
        f"{en}{because.en}, {unit} is responsible{according}.{note.en}",
    )


def unsure(guess: Guess) -> Reason:
    """Say what it may be."""
    name = classes()[guess.code]
    quoted = "、".join(f"“{word}”" for word in guess.words)
    found = f" (words found: {'、'.join(guess.words)})" if guess.words else ""
    return Reason(
        f"根据{quoted or '材料内容'}，可能属于“{name.said()}”，但把握不足",
        f"This may be a matter of “{name.said_en()}”{found}, but that is not sure enough",
    )


def nobody(guess: Guess, why: str, why_en: str) -> Reason:
    """Say what it is, and why the catalogue names nobody for it."""
    because = _because(guess)
    return Reason(f"{because.zh}，但{why}", f"{because.en}, but {why_en}")


def screened(why: Reason, lawsuit: Sequence[str]) -> Reason:
    """Say that people decide."""
    note = _lawsuit(lawsuit)
    return Reason(
        f"{why.zh}，依据{ARTICLE_22}，由信访部门工作人员核实后转送有权处理的单位。{note.zh}",
        f"{why.en}. Staff of the petition office will check it and send it to the body in charge, according to "
        f"{in_english(ARTICLE_22)}.{note.en}",
    )


def _because(guess: Guess) -> Reason:
    name, words = classes()[guess.code], "、".join(guess.words)
    return Reason(
        f"因为您反映的是“{name.said()}”方面的问题" + (f"（关键词：{words}）" if words else ""),
        f"Because this is a matter of “{name.said_en()}”" + (f" (words found: {words})" if words else ""),
    )


def _lawsuit(words: Sequence[str]) -> Reason:
    if not words:
        return Reason("", "")
    return Reason(
        f"材料提到{'、'.join(f'“{word}”' for word in words)}：已经或者依法应当通过诉讼、仲裁、行政复议解决的部分，"
        f"按法律程序办理（{_ARTICLE_31}）。",
        f" The papers mention {'、'.join(words)}: what belongs to court, arbitration or administrative reconsideration is "
        f"settled there ({in_english(_ARTICLE_31)}).",
    )
