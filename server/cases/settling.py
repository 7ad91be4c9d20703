"""Due times that waited for a holiday calendar, once it has come.

The true end of one limit may be the beginning of another, or let a step count that seemed too late: so the whole matter is
counted again from its history.
"""

from __future__ import annotations

from server.audit import service as audit
from server.cases import journal
from server.cases.alarms import free
from server.cases.retelling import retold
from server.cases.tables import PetitionCase
from server.clocks import recount
from server.clocks import service as clocks
from server.core.centre import Centre
from server.core.database import reading, transaction
from server.core.work import Work

#: matters in one transaction: short enough that nobody waits for it
_AT_ONCE = 20


def settle(centre: Centre, actor: str) -> int:
    """Count every matter again whose calendar has come; return how many. Those somebody is at work on wait for the next
    round."""
    with reading(centre.engine) as session:
        session.info.update(centre.domain)
        waiting = clocks.arrived(session)
    done = 0
    for place in range(0, len(waiting), _AT_ONCE):
        with transaction(centre.engine, centre.domain) as session:
            work = Work(session, centre, centre.clock(), actor)
            for case_id in sorted(free(session, waiting[place : place + _AT_ONCE])):
                case = session.get_one(PetitionCase, case_id)
                history = journal.history(session, work.vault, case_id)
                recount.recount(session, case_id, retold(case, history), work.now)
                audit.record(work, "petition.settled", f"case:{case_id}")
                done += 1
    return done
