"""May this person see this matter? For routes of domains that know no matters."""

from __future__ import annotations

from sqlmodel import Session

from server.accounts.tables import Account
from server.audit import service as audit
from server.cases import access
from server.cases.doors import CaseId, ReadingDep, StaffWork
from server.core.errors import HallError


def visible_case(case_id: CaseId, who: ReadingDep, work: StaffWork) -> str:
    """Return the id of the matter; raise NOT_FOUND for what is not there and for what is not theirs. Looking is
    recorded."""
    case = access.find(work.session, who, case_id)
    audit.record(work, "petition.clocks_read", f"case:{case.id}")
    return case.id


def seen(session: Session, account: Account, case_id: str) -> bool:
    """Tell whether this account may know that the matter exists; "" is no matter."""
    try:
        access.find(session, access.reader(session, account), case_id)
    except HallError:
        return False
    return True
