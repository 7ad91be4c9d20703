"""The data of an identity card, as the chip holds them and as people read them.

Layout and codes: GA/T 490 (machine-readable data), GB 11643 (number), GB/T 2261.1 (sex), GB/T 3304 (ethnic group).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CardType(StrEnum):
    """Type mark of the text block."""

    RESIDENT = "resident"
    #: 港澳台居民居住证
    HMT_PERMIT = "hmt_permit"
    #: 外国人永久居留身份证, 2017
    FOREIGNER_2017 = "foreigner_2017"
    #: 外国人永久居留身份证, 2023
    FOREIGNER_2023 = "foreigner_2023"


class CardWarning(StrEnum):
    """What a person should look at; none of these is a refusal."""

    EXPIRED = "expired"
    CHECK_DIGIT = "check_digit"
    BIRTH_MISMATCH = "birth_mismatch"
    SEX_MISMATCH = "sex_mismatch"
    RARE_CHARACTER = "rare_character"
    UNKNOWN_CODE = "unknown_code"


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """One card as read from the chip. Strings are right-trimmed; an absent item is ""."""

    type: CardType
    name: str
    #: GB/T 2261.1: "0" 未知, "1" 男, "2" 女, "9" 未说明
    sex: str
    #: two digits of GB/T 3304, or ""
    ethnic: str
    birth: date | None
    address: str
    number: str
    authority: str
    valid_from: date | None
    #: None together with `long_term` means 长期
    valid_to: date | None
    long_term: bool
    #: J: 通行证号码; I: former card number; otherwise ""
    permit_number: str
    english_name: str
    nationality: str
    warnings: tuple[CardWarning, ...]
    #: the 256 bytes of the text block, kept raw for rare and private-use characters
    raw_text: bytes
    #: the 1024 bytes of the enciphered photo, never decoded here
    raw_photo: bytes
    #: J: 签发次数; 2023: 换证次数; 2017: version of the card; two digits or ""
    issue_count: str = ""
    #: 2023: three characters that link to the former number
    former_link: str = ""
    #: addresses noted on the chip after it was issued, oldest first; only read when asked for
    extra_addresses: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Identity data never reach a log through repr."""
        return f"<IdentityCard {self.type.value}>"
