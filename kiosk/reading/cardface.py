"""What the printed front of an identity card says, from its lines as the engine read them.

The front of the second-generation card (GA/T 448) carries six labelled items: 姓名, 性别, 民族, 出生, 住址 and
公民身份号码. The number is the anchor: only one with a right check character (GB 11643, ISO 7064 MOD 11-2) counts,
and the birth date and the sex printed beside it must not say otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from drivers.cards.number import birth_in, is_consistent, sex_in
from kiosk.reading.facevalue import CardFace
from kiosk.reading.foreignface import read_foreign_face
from kiosk.reading.result import Line

#: labels with the misreadings their small blue print invites; a strip may end in the middle of one
_LABELS = {
    "name": r"[姓性]\n?[名各]",
    "sex": r"[性姓]\n?别",
    "ethnic": r"民\n?[族旅]",
    "birth": r"出\n?[生牛]",
    "address": r"[住佳往]\n?[址扯]",
    "number": r"(?:公\n?民\n?)?身\n?[份分]\n?(?:证\n?)?号?\n?码?|公\n?民(?=\n?\d)",
}
_LABEL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _LABELS.items()))
#: fewer labels than this are no card but some paper with a number on it
_LEAST_LABELS = 2
#: letters taken for figures, one for one so that places stay the same
_FIGURES = str.maketrans("OoQDlI|ZzSBx×*", "00001112258XXX")
#: eighteen characters in one piece or broken by the end of a strip; overlapping, because one before may be chance
_NUMBER = re.compile(r"(?<!\d)(?=([1-9](?:\n?\d){16}\n?[\dX])(?!\n?\d))")
_BIRTH = re.compile(r"(\d{4})\D{0,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\U00020000-\U000323af"
_NAME = re.compile(rf"[{_HAN}](?:[·{_HAN}]{{0,28}}[{_HAN}])")
_NOISE = re.compile(rf"[^0-9A-Za-z{_HAN}()#\-]")
_DOTS = str.maketrans("•・．‧∙", "·····")


def read_face(lines: Sequence[Line]) -> CardFace | None:
    """Return what the card says; None when there is no number that can be right, or birth or sex contradict it."""
    return read_foreign_face(lines) or _read_resident_face(lines)


def _read_resident_face(lines: Sequence[Line]) -> CardFace | None:
    text = "\n".join(filter(None, (_plain(line.text) for line in lines)))
    found = _number(text)
    if found is None:
        return None
    number, start = found
    # the number stands below everything else: what comes after it belongs to no item
    said = _items(text[:start])
    birth, sex = birth_in(number), sex_in(number)
    if len(said) < _LEAST_LABELS or birth is None or sex is None or _contradicts(said, birth, sex):
        return None
    return CardFace(
        name=_name(said, text[:start]),
        sex=sex,
        ethnic=_ethnic(said.get("ethnic", "")),
        birth=birth,
        address=_NOISE.sub("", said.get("address", "")),
        number=number,
    )


def _plain(text: str) -> str:
    """Full-width forms made plain, blanks dropped."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_DOTS).split())


def _number(text: str) -> tuple[str, int] | None:
    """Return the number and where it begins, or None."""
    figures = text.translate(_FIGURES)
    for match in _NUMBER.finditer(figures):
        number = match[1].replace("\n", "")
        if is_consistent(number) and birth_in(number) is not None:
            return number, match.start(1)
    return None


def _items(text: str) -> dict[str, str]:
    """Each labelled item up to the next label; the first of a kind counts, as a street may be called 民族路."""
    firsts: dict[str, re.Match[str]] = {}
    for mark in _LABEL.finditer(text):
        firsts.setdefault(mark.lastgroup or "", mark)
    ends = [*(mark.start() for mark in firsts.values()), len(text)][1:]
    return {name: text[mark.end() : end].strip("\n:") for (name, mark), end in zip(firsts.items(), ends, strict=True)}


def _contradicts(said: dict[str, str], birth: date, sex: str) -> bool:
    """Whether what is printed beside the number says another day or sex; what could not be read says nothing."""
    day = _BIRTH.search(said.get("birth", "").translate(_FIGURES))
    if day and tuple(int(part) for part in day.groups()) != (birth.year, birth.month, birth.day):
        return True
    word = said.get("sex", "")[:1]
    return word in ("男", "女") and word != ("男" if sex == "1" else "女")


def _name(said: dict[str, str], text: str) -> str:
    """The labelled name; without its label, the first line above the sex that could be one."""
    above = said["name"] if "name" in said else re.split(r"[性姓]\n?别|男|女|出生", text, maxsplit=1)[0]
    for line in above.split("\n"):
        if match := _NAME.fullmatch(line):
            return match[0]
    return ""


def _ethnic(value: str) -> str:
    """Without the closing 族 that some people expect and the card does not print."""
    line = "".join(re.findall(f"[{_HAN}]", value.split("\n")[0]))
    return line.removesuffix("族") if len(line) > 1 else line
