"""The receipt of what a window registered: shown again to its office, printed once, every later print a copy (副本)."""

from __future__ import annotations

from dataclasses import dataclass

from server.audit import searching
from server.audit import service as audit
from server.cases import offices, repository, sealing
from server.cases.access import Reader
from server.cases.handover_tables import Handover
from server.cases.tables import Idempotency, PetitionCase
from server.contract.masking import mask_name
from server.contract.v1 import RegisterResponse
from server.contract.v1.base import Answer
from server.core.errors import not_found
from server.core.work import Work

_PRINTED = "receipt.printed"
#: nobody prints more
_MOST = 100


@dataclass(frozen=True, slots=True)
class Filed:
    """What was answered, and what the slip says beside it."""

    answer: RegisterResponse
    #: masked
    name: str
    pages: int


class PrintNoted(Answer):
    """0 for the original, n for copy n."""

    copy_number: int


def by_key(work: Work, who: Reader, key: str) -> Filed:
    """Return what this office registered under an Idempotency-Key; raise NOT_FOUND."""
    return _filed(work, who, offices.mine(work.session, who).code, key)


def is_filed(work: Work, who: Reader, key: str) -> bool:
    """Tell whether this office has registered something under the key."""
    kept = work.session.get(Idempotency, (offices.mine(work.session, who).code, key))
    return kept is not None and bool(kept.case_id)


def of_handover(work: Work, who: Reader, handover_id: str) -> Filed:
    """Return what a visit from a terminal became; raise NOT_FOUND."""
    row = work.session.get(Handover, handover_id)
    desks = {unit.code for unit in offices.of(work.session, who)}
    if row is None or row.desk not in desks or not row.case_id or row.visit is None:
        raise not_found()
    return _filed(work, who, row.kiosk, row.visit)


def printed(work: Work, filed: Filed) -> PrintNoted:
    """Note one print; return which one it is."""
    what = f"case:{filed.answer.petition_id}"
    before = searching.search(work.session, searching.Wanted(action=_PRINTED, what=what), _MOST)
    audit.record(work, _PRINTED, what)
    return PrintNoted(copy_number=len(before))


def _filed(work: Work, who: Reader, sender: str, key: str) -> Filed:
    kept = work.session.get(Idempotency, (sender, key))
    if kept is None or not repository.not_kept_from(work.session, who, [kept.case_id]):
        raise not_found()
    case = work.session.get_one(PetitionCase, kept.case_id)
    audit.record(work, "receipt.read", f"case:{case.id}")
    return Filed(
        sealing.answer(work.vault, kept.answer_sealed, kept.case_id),
        mask_name(sealing.petitioner(work.vault, case).name),
        len(repository.pages(work.session, case.id)),
    )
