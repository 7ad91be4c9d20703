"""Petition numbers and query codes: leased ahead to kiosks, or taken at registration; each used once."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from sqlalchemy import bindparam, text

from server.cases import serials
from server.cases.tables import NumberLease
from server.contract.v1 import ErrorCode, Lease
from server.core import ids, time
from server.core.columns import UtcDateTime
from server.core.errors import HallError
from server.core.ids import Form
from server.core.work import Work
from server.core.writing import Draft, Row, later

#: place of the form in a number: after region and day
_FORM_AT = 12
#: the same statement on SQLite and PostgreSQL: of two who use one number, one finds it used
_USE = text(
    "UPDATE number_lease SET used_at = :now WHERE number = :number AND kiosk = :kiosk AND used_at IS NULL "
    "RETURNING code_sealed"
).bindparams(bindparam("now", type_=UtcDateTime()))


def lease(
    work: Work, kiosk: str, region: str, count: int, form: Form = Form.VISIT
) -> tuple[tuple[Lease, ...], datetime]:
    """Return `count` fresh numbers with their query codes, kept for this kiosk, and until when."""
    until = _until(work)
    leases = tuple(
        Lease(number=number, query_code=ids.new_query_code()) for number in _fresh(work, region, count, form)
    )
    draft = Draft()
    draft.insert(NumberLease, [_row(work, kiosk, given, until, used_at=None) for given in leases])
    draft.write(work.session)
    return leases, until


def use(work: Work, kiosk: str, region: str, number: str, form: Form = Form.VISIT) -> Lease:
    """Mark a leased number used and return it with its code; "" takes a fresh one. Raise NUMBER_NOT_LEASED."""
    if not number:
        given = Lease(number=_fresh(work, region, 1, form)[0], query_code=ids.new_query_code())
        draft = Draft()
        draft.insert(NumberLease, [_row(work, kiosk, given, _until(work), used_at=work.now)])
        later(work.session, draft)
        return given
    mine = {"number": number, "kiosk": kiosk, "now": work.now}
    sealed = work.session.connection().execute(_USE, mine).scalar()
    if sealed is None:
        raise HallError(
            ErrorCode.NUMBER_NOT_LEASED,
            "这个编号不属于本终端，或已经使用。",
            "This number was not given to this kiosk, or is used.",
            "请不带编号重新提交 · Send the registration again without a number.",
            fields=("number",),
        )
    return Lease(number=number, query_code=work.vault.open_text(bytes(sealed), _context(number)))


def code_index(work: Work, code: str) -> str:
    return work.vault.index("query_code", code)


def code_fits(work: Work, stored: str, code: str) -> bool:
    """Tell whether this is the code, in a time that does not say how much of it is right."""
    return any(hmac.compare_digest(stored, index) for index in work.vault.indexes("query_code", code))


def _fresh(work: Work, region: str, count: int, form: Form) -> list[str]:
    day = time.local(work.now).date()
    found = serials.take(work.session, serials.Series(region[:6], f"{day:%y%m%d}", form), count)
    return [ids.petition_number(region, day, serial, form) for serial in found]


def form_of(number: str) -> Form:
    """Return how the petition came: the number carries it."""
    return Form(number[_FORM_AT])


def _until(work: Work) -> datetime:
    return work.now + timedelta(days=work.centre.settings.lease_days)


def _row(work: Work, kiosk: str, given: Lease, until: datetime, *, used_at: datetime | None) -> Row:
    return {
        "number": given.number,
        "kiosk": kiosk,
        "code_index": code_index(work, given.query_code),
        "code_sealed": work.vault.seal_text(given.query_code, _context(given.number)),
        "leased_at": work.now,
        "valid_until": until,
        "used_at": used_at,
    }


def _context(number: str) -> str:
    return f"number_lease.code:{number}"
