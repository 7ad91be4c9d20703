"""Petition numbers and query codes: leased ahead to kiosks, or taken at registration; each used once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session

from server.cases.tables import NumberLease
from server.contract.v1 import ErrorCode, Lease
from server.core import ids, time
from server.core.errors import HallError
from server.core.ids import Form
from server.core.work import Work

#: place of the form in a number: after region and day
_FORM_AT = 12
#: the same statement on SQLite and PostgreSQL: counts up, or starts at the first count
_COUNT_UP = text(
    "INSERT INTO number_counter (region, day, form, last) VALUES (:region, :day, :form, :count) "
    "ON CONFLICT (region, day, form) DO UPDATE SET last = number_counter.last + :count RETURNING last"
)


def lease(
    work: Work, kiosk: str, region: str, count: int, form: Form = Form.VISIT
) -> tuple[tuple[Lease, ...], datetime]:
    """Return `count` fresh numbers with their query codes, kept for this kiosk, and until when."""
    until = work.now + timedelta(days=work.centre.settings.lease_days)
    leases = tuple(
        Lease(number=number, query_code=ids.new_query_code()) for number in _fresh(work, region, count, form)
    )
    work.session.add_all(_row(work, kiosk, given, until) for given in leases)
    work.session.flush()
    return leases, until


def use(work: Work, kiosk: str, region: str, number: str, form: Form = Form.VISIT) -> Lease:
    """Mark a leased number used and return it with its code; "" takes a fresh one. Raise NUMBER_NOT_LEASED."""
    if not number:
        number = lease(work, kiosk, region, 1, form)[0][0].number
    row = work.session.get(NumberLease, number, with_for_update=True)
    if row is None or row.kiosk != kiosk or row.used_at is not None:
        raise HallError(
            ErrorCode.NUMBER_NOT_LEASED,
            "这个编号不属于本终端，或已经使用。",
            "This number was not given to this kiosk, or is used.",
            "请不带编号重新提交 · Send the registration again without a number.",
            fields=("number",),
        )
    row.used_at = work.now
    work.session.add(row)
    return Lease(number=number, query_code=work.vault.open_text(row.code_sealed, _context(number)))


def code_index(work: Work, code: str) -> str:
    return work.vault.index("query_code", code)


def _fresh(work: Work, region: str, count: int, form: Form) -> list[str]:
    day = time.local(work.now).date()
    last = _count_up(work.session, region[:6], f"{day:%y%m%d}", count, form)
    return [ids.petition_number(region, day, serial, form) for serial in range(last - count + 1, last + 1)]


def _count_up(session: Session, region: str, day: str, count: int, form: Form) -> int:
    values = {"region": region, "day": day, "form": form.value, "count": count}
    return int(session.execute(_COUNT_UP, values).scalar_one())


def form_of(number: str) -> Form:
    """Return how the petition came: the number carries it."""
    return Form(number[_FORM_AT])


def _row(work: Work, kiosk: str, given: Lease, until: datetime) -> NumberLease:
    return NumberLease(
        number=given.number,
        kiosk=kiosk,
        code_index=code_index(work, given.query_code),
        code_sealed=work.vault.seal_text(given.query_code, _context(given.number)),
        leased_at=work.now,
        valid_until=until,
    )


def _context(number: str) -> str:
    return f"number_lease.code:{number}"
