"""The printed front of a foreign permanent resident's card (外国人永久居留身份证), from its lines as the engine read them.

Two editions are in use. 2017: a number of 15 characters, three letters of nationality (ISO 3166-1), four digits of the
place of issue, six of the birth date (YYMMDD), a sequence and a check character; labels 姓名/Name, 性别/Sex,
出生日期/Date of Birth, 国籍/Nationality, 有效期限/Period of Validity, 证件号码/ID Number. 2023: the same items and a number
of 18 digits that begins with 9 and is checked as a citizen's (GB 11643). How the last character of the 15 is made is
not published; there the birth date printed beside the number must agree with the one in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from drivers.cards.number import birth_in, is_consistent, parse_date, sex_in
from kiosk.reading.facevalue import CardFace
from kiosk.reading.result import Line

#: the kind must be said, in either language: nothing else about a number of 15 characters is certain
_TITLE = re.compile(r"永久居留|PERMANENT\s*RESIDEN", re.IGNORECASE)
_NEW = re.compile(r"(?<!\d)9(?:\s?\d){17}(?!\d)")
_OLD = re.compile(r"(?<![A-Z])([A-Z]{3})\s?(\d{4}\s?\d{6}\s?\d\s?\d)(?!\d)")
_DAY = re.compile(r"((?:19|20)\d{2})[.,\s年/-]{0,2}(\d{1,2})[.,\s月/-]{1,2}(\d{1,2})(?!\d)")
_BIRTH = re.compile(r"出生|BIRTH", re.IGNORECASE)
#: in front of what stands on the card beside the values
_LABELS = re.compile(
    r"姓\s*名|性\s*别|出生日期|国\s*籍|有效期限|签发机关|证件号码|中华人民共和国|外国人永久居留身份证|永久居留身份证"
    r"|\b(?:NAME|SEX|DATE\s*OF\s*BIRTH|NATIONALITY|PERIOD\s*OF\s*VALIDITY|ISSUING\s*AUTHORITY|ID\s*NUMBER|ID\s*NO\.?"
    r"|FOREIGN\s*PERMANENT\s*RESIDENT\s*ID\s*CARD|PEOPLE'?S\s*REPUBLIC\s*OF\s*CHINA)\b|SPECIMEN|样本\s",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Z][A-Z'\-]+(?:\s?,\s?|\s)[A-Z][A-Z' \-]*[A-Z]|[A-Z]{2,}")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}(?:·[\u4e00-\u9fff]+)*")
_SEXES = {"男": "1", "女": "2", "M": "1", "F": "2"}
_SEX = re.compile(r"(?:性\s*别|SEX)[\s/:A-Z]*?(男|女|\b[MF]\b)|([男女])\s*/?\s*[MF]\b", re.IGNORECASE)


def read_foreign_face(lines: Sequence[Line]) -> CardFace | None:
    """Return what the card says; None when it is no such card or its number and birth date do not agree."""
    texts = [unicodedata.normalize("NFKC", line.text).upper() for line in lines]
    whole = "\n".join(texts)
    if not _TITLE.search(whole):
        return None
    printed = _printed_birth(texts)
    found = _new(whole) or _old(whole, printed)
    if found is None:
        return None
    number, birth, sex = found
    said = _SEX.search(whole)
    told = _SEXES[(said[1] or said[2]).upper()] if said else ""
    if (printed is not None and printed != birth) or (sex and told and sex != told):
        return None
    return CardFace(name=_name(texts), sex=sex or told or "0", ethnic="", birth=birth, address="", number=number)


def _new(whole: str) -> tuple[str, date, str] | None:
    for match in _NEW.finditer(whole):
        number = re.sub(r"\s", "", match[0])
        birth, sex = birth_in(number), sex_in(number)
        if is_consistent(number) and birth is not None and sex is not None:
            return number, birth, sex
    return None


def _old(whole: str, printed: date | None) -> tuple[str, date, str] | None:
    """The sex is not in the number; the century of the birth date is only beside it."""
    if printed is None:
        return None
    for match in _OLD.finditer(whole):
        digits = re.sub(r"\s", "", match[2])
        if digits[4:10] == f"{printed:%y%m%d}":
            return match[1] + digits, printed, ""
    return None


def _printed_birth(texts: Sequence[str]) -> date | None:
    """The date on the line of its label or on the next three; validity dates come later."""
    for n, text in enumerate(texts):
        if _BIRTH.search(text):
            day = _DAY.search(" ".join(texts[n : n + 4]))
            return parse_date("".join(part.zfill(2) for part in day.groups())) if day else None
    return None


def _name(texts: Sequence[str]) -> str:
    """The Chinese name when there is one, else the Latin one: both stand between the labels of name and sex."""
    begin = next((n for n, text in enumerate(texts) if re.search(r"姓\s*名|\bNAME\b", text)), 0)
    end = next((n for n, text in enumerate(texts) if n > begin and re.search(r"性\s*别|\bSEX\b", text)), len(texts))
    between = [_LABELS.sub(" ", text).strip(" /:|") for text in texts[begin : max(end, begin + 1)]]
    for pattern in (_HAN, _LATIN):
        for text in between:
            if match := pattern.search(text):
                return re.sub(r"\s*,\s*", ", ", match[0])
    return ""
