"""The code of the hall with which somebody proves that they have come: six digits that change every few minutes.

It stands on the screen of the hall and at its windows, and follows from the keys of the centre, the hall and the time:
nothing of it is stored, and whoever knows yesterday's codes knows none of today's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from server.audit import service as audit
from server.cases import access, attempts, deed, views
from server.cases.access import Reader
from server.cases.presence import Presence
from server.cases.rules import CaseState, EventType, possible
from server.cases.tables import PetitionCase
from server.contract.v1 import ErrorCode
from server.contract.v1.base import Answer
from server.core.crypto import Vault
from server.core.errors import HallError
from server.core.work import Work
from server.units import service as units
from server.units.tables import UnitKind

#: a code is shown for so long, and taken for as long again: who read it needs time to type
LASTS = timedelta(minutes=5)
DIGITS = 6
#: digits of a region that name the hall
_HALL_DIGITS = 6
_LOCKED = (
    "到场码连续输错，暂时不能再输。",
    "Too many wrong codes; codes are locked for a while.",
    "请 {minutes} 分钟后再试；也可以不填到场码，记为“未证实” · Try later, or arrive without a code.",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The code of a hall now, until it changes."""

    hall: str
    code: str
    until: datetime


class CodeView(Answer):
    hall: str
    code: str
    #: shown until then, and taken for as long again
    until: datetime
    #: what the QR code holds
    address: str


class Expected(Answer):
    """Matters whose people the hall waits for."""

    items: tuple[views.InboxItem, ...]


def hall_of(region: str) -> str:
    return region[:_HALL_DIGITS]


def current(vault: Vault, hall: str, now: datetime) -> Shown:
    window = _window(now)
    until = datetime.fromtimestamp((window + 1) * LASTS.total_seconds(), UTC)
    return Shown(hall, _codes(vault, hall, window)[0], until)


def fits(vault: Vault, hall: str, said: str, now: datetime) -> bool:
    """Tell whether this is the code of the hall now, or the one before it."""
    window = _window(now)
    return any(said == code for number in (window, window - 1) for code in _codes(vault, hall, number))


def prove(work: Work, who: Reader, case: PetitionCase, said: str, at: datetime) -> Presence:
    """Return how the presence is known; without a code it is not.

    Raise INVALID_REQUEST for a wrong or expired code, or one that shall prove an earlier hour; TOO_MANY_REQUESTS after
    too many wrong ones.
    """
    plain = "".join(letter for letter in said if letter.isdigit())
    if not said.strip():
        return Presence.NONE
    tried = attempts.index(work, f"arrival:{who.account}")
    attempts.refuse_while_locked(work, tried, *_LOCKED)
    if not fits(work.vault, hall_of(case.hall_region), plain, work.now):
        work.session.rollback()
        attempts.count_failure(work, tried)
        raise _wrong()
    if at < work.now - 2 * LASTS:
        raise deed.invalid(
            "到场码只能证明现在到场，请不填到场时间，或者不填到场码。", "A code proves that you are here now.", "code"
        )
    attempts.forget(work, tried)
    return Presence.CODE


def of_hall(work: Work, who: Reader) -> CodeView:
    """Return the code for whoever keeps the desk of a hall; raise FORBIDDEN for everybody else."""
    found = keeper_of(work, who)
    if found is None:
        raise HallError(
            ErrorCode.FORBIDDEN,
            "到场码只在信访大厅的窗口和大屏显示。",
            "The code is shown in the hall alone.",
            "请到大厅查看 · Look at the screen of the hall.",
        )
    audit.record(work, "arrival.code_shown", f"account:{who.account}")
    now = current(work.vault, found, work.now)
    return CodeView(hall=now.hall, code=now.code, until=now.until, address=address(work, now))


def keeper_of(work: Work, who: Reader) -> str | None:
    """Return the hall whose desk this reader keeps, None for none."""
    kept = (units.unit(work.session, code) for code in sorted(who.desks))
    return next((hall_of(one.region) for one in kept if one is not None and one.kind == UnitKind.PETITION), None)


def address(work: Work, now: Shown) -> str:
    """What a telephone opens: it records nothing by itself."""
    return f"{work.centre.settings.public_url.rstrip('/')}/arrive?code={now.code}"


def expected(work: Work, who: Reader) -> Expected:
    """Return the matters of this reader's desks whose people have not come yet, oldest first."""
    waits = [state.value for state in CaseState if possible(state, EventType.ON_SCENE)]
    statement = (
        select(PetitionCase)
        .where(access.visible(who), col(PetitionCase.state).in_(waits))
        .order_by(col(PetitionCase.registered_at), col(PetitionCase.id))
        .limit(_MOST)
    )
    mine = [case for case in work.session.exec(statement).all() if access.at_the_desk(who, case)]
    audit.record(work, "arrival.expected_read", f"account:{who.account}")
    return Expected(items=views.items(work, who, mine))


#: matters of one desk that wait for somebody to come, at most so many are listed
_MOST = 100


def _window(at: datetime) -> int:
    return int(at.timestamp() // LASTS.total_seconds())


def _codes(vault: Vault, hall: str, window: int) -> Sequence[str]:
    """Return the code of this window; while keys are rotated, also what the older keys say."""
    return [f"{int(mac[:12], 16) % 10**DIGITS:0{DIGITS}d}" for mac in vault.indexes("arrival", f"{hall}:{window}")]


def _wrong() -> HallError:
    return HallError(
        ErrorCode.INVALID_REQUEST,
        "到场码不对，或者已经更换。",
        "The code is wrong, or has changed.",
        "请看大厅屏幕或者窗口上现在的6位数字，每5分钟更换；也可以不填，记为“未证实” · Read the code that is shown now, or "
        "leave it empty: then the arrival is recorded as not proven.",
        fields=("code",),
    )
