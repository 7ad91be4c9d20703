"""What sort of matter this is, as far as limits depend on it: by class, words and season, or as a person said.

Stored with the matter and in the event that judged it, so that a replay counts the same limits whatever the regimes say
later.
"""

from __future__ import annotations

from collections.abc import Sequence

from server.cases import journal, repository
from server.cases.journal import Step
from server.cases.tables import PetitionCase
from server.clocks import service as clocks
from server.clocks.events import Tag
from server.clocks.sorts import PROCEDURES
from server.contract.v1 import Matter
from server.core import time
from server.core.work import Work

#: in the payload of the event that judged
SAID = "sorts"


def judge(work: Work, case: PetitionCase, category: str, matter: Matter, danger: bool | None = None) -> str:
    """Return the sorts of the matter, parted by spaces. `danger`: what a person who read it says, None for nothing.

    A sealed matter has the limits of discipline inspection and no others.
    """
    if case.restricted:
        return ""
    text = f"{matter.summary}\n{matter.text}"
    found = set(clocks.sorts(work.session, category, text, time.local(case.registered_at).date()))
    if danger is not None:
        found = found | {Tag.DANGER} if danger else found - {Tag.DANGER}
    return " ".join(sorted(found))


def told_of_danger(steps: Sequence[Step]) -> bool | None:
    """Return what a person who took it in said of danger; None: nobody did, and the words are asked."""
    return True if any(step.payload.get("danger") == "yes" for step in steps) else None


def under(case: PetitionCase, procedure: Tag | None) -> str:
    """Return the sorts with the procedure the matter is accepted under; None: one without limits here."""
    kept = {one for one in case.sorts.split() if Tag(one) not in PROCEDURES}
    return " ".join(sorted(kept | ({procedure.value} if procedure else set())))


def stored(steps: Sequence[Step]) -> str:
    """Return what a history says the sorts are now."""
    return next((str(step.payload[SAID]) for step in reversed(steps) if SAID in step.payload), "")


def restore(work: Work) -> int:
    """Give every matter the sorts its history says, which a migration down and up drops; return how many lacked them.
    A history that does not hold restores nothing: `hall admin verify` says which."""
    restored = 0
    for case_id in repository.every_id(work.session):
        case = work.session.get_one(PetitionCase, case_id)
        if not journal.verify(work.session, work.vault, case):
            said = stored(journal.history(work.session, work.vault, case_id))
            restored += said != case.sorts
            case.sorts = said
        work.session.flush()
        work.session.expunge(case)
    return restored
