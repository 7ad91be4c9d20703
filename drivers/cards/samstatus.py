"""Status codes of the security module (SW3) and what each one asks of the driver."""

from __future__ import annotations

from enum import IntEnum, StrEnum, unique
from typing import Self

from drivers.cards.errors import CardRemoved, NotAnIdentityCard
from drivers.core.errors import DeviceError, DeviceFault


@unique
class SamStatus(IntEnum):
    """SW3. The codes 10 to 91 are the same in all lists seen, 37 and 3F stand only in newer ones."""

    OK = 0x90
    NO_CONTENT = 0x91
    CARD_FOUND = 0x9F
    #: no card, or the card was already read and has not left the field
    FIND_FAILED = 0x80
    SELECT_FAILED = 0x81
    BAD_CHECKSUM = 0x10
    BAD_LENGTH = 0x11
    BAD_COMMAND = 0x21
    NOT_PERMITTED = 0x23
    UNRECOGNISED = 0x24
    CARD_REFUSES_SAM = 0x31
    SAM_REFUSES_CARD = 0x32
    VERIFICATION_FAILED = 0x33
    FINGERPRINT_VERIFICATION = 0x37
    INFORMATION_LENGTH = 0x3F
    UNKNOWN_CARD_TYPE = 0x40
    READ_FAILED = 0x41
    RANDOM_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    NOT_AUTHORISED = 0x66
    #: stands for any code of no list
    UNLISTED = -1

    @classmethod
    def of(cls, code: int) -> Self:
        """Return the member for SW3 = `code`, `UNLISTED` for a code of no list."""
        try:
            return cls(code)
        except ValueError:
            return cls(-1)


class Reaction(StrEnum):
    """What the driver does about a status."""

    PROCEED = "proceed"
    #: the command was damaged on the way: send it once more
    RESEND = "resend"
    #: look for the card again, a limited number of times
    FIND_AGAIN = "find_again"
    #: nothing the driver can do
    GIVE_UP = "give_up"


_PROCEED = frozenset({SamStatus.OK, SamStatus.CARD_FOUND, SamStatus.NO_CONTENT})
_RESEND = frozenset({SamStatus.BAD_CHECKSUM, SamStatus.BAD_LENGTH})
_LIFTED = frozenset({SamStatus.READ_FAILED, SamStatus.SELECT_FAILED, SamStatus.FIND_FAILED})
_REFUSED = frozenset(
    {
        SamStatus.CARD_REFUSES_SAM,
        SamStatus.SAM_REFUSES_CARD,
        SamStatus.VERIFICATION_FAILED,
        SamStatus.INFORMATION_LENGTH,
    }
)
_SHAKY = frozenset({SamStatus.RANDOM_FAILED, SamStatus.UNRECOGNISED})


def reaction(status: SamStatus) -> Reaction:
    """Say what to do after an answer with `status`."""
    if status in _PROCEED:
        return Reaction.PROCEED
    if status in _RESEND:
        return Reaction.RESEND
    if status in _LIFTED or status in _REFUSED or status in _SHAKY:
        return Reaction.FIND_AGAIN
    return Reaction.GIVE_UP


def error_of(status: SamStatus, code: int) -> DeviceError:
    """Return the error to raise when the driver has done what it could about `status` (`code` is SW3 as received)."""
    if status in _LIFTED:
        return CardRemoved()
    if status in _REFUSED or status is SamStatus.UNKNOWN_CARD_TYPE:
        return NotAnIdentityCard()
    if status is SamStatus.NOT_AUTHORISED:
        return DeviceFault(
            "读卡器的安全模块未授权 (66) · The reader's security module is not authorised (66)",
            "请联系读卡器厂家授权 · Call the reader's vendor for authorisation",
        )
    if status is SamStatus.SELF_TEST_FAILED:
        return DeviceFault("读卡器安全模块自检失败 (60) · The reader's security module failed its self-test (60)")
    return DeviceFault(f"读卡器返回错误码 {code:02X} · The reader answered with status {code:02X}")
