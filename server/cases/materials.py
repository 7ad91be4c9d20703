"""What a matter still lacks: asked for once and in full (一次性告知, 行政许可法 Art. 32(4)), and handed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from server.audit import service as audit
from server.cases import deed, journal, papers, service
from server.cases.access import Reader
from server.cases.deed import Deed
from server.cases.journal import Step
from server.cases.papers import Paper
from server.cases.procedures import WAYS, Procedure
from server.cases.rules import JOINABLE, CaseState, EventType
from server.cases.tables import PetitionCase
from server.core.work import Work

Named = Annotated[str, StringConstraints(min_length=2, max_length=200)]


class MaterialsRequest(Deed):
    """What was handed in, or what is missing: each by its name."""

    materials: tuple[Named, ...] = Field(min_length=1, max_length=50)


def received(work: Work, who: Reader, case_id: str, body: MaterialsRequest) -> PetitionCase:
    case = deed.begin(work, who, case_id, body, EventType.MATERIALS_RECEIVED, deed.desk)
    _open(case)
    service.record(work, case, EventType.MATERIALS_RECEIVED, work.now, {"materials": list(body.materials)})
    audit.record(work, "petition.materials_received", f"case:{case.id}")
    return case


def ask(work: Work, who: Reader, case_id: str, body: MaterialsRequest) -> PetitionCase:
    """Queue the notice of everything that is missing. Raise WRONG_STATE for a second one: it is said once."""
    case = deed.begin(work, who, case_id, body, EventType.DOCUMENT_QUEUED, deed.desk)
    _open(case)
    steps = journal.history(work.session, work.vault, case.id)
    if any(step.payload.get("paper") == Paper.ONE_TIME_NOTICE for step in steps):
        raise deed.wrong_state("需要补正的内容应当一次告知，已经告知过。", "What is missing is said once; it was.")
    content = {"编号": case.number, "需补正的材料": "；".join(body.materials), "依据": _basis(steps)}
    papers.queue(work, case, Paper.ONE_TIME_NOTICE, content)
    audit.record(work, "petition.materials_asked", f"case:{case.id}")
    return case


def _basis(steps: Sequence[Step]) -> str:
    """Return the article of the law the matter was accepted under; by analogy that of licences."""
    last = next((step for step in reversed(steps) if step.type is EventType.ACCEPTED), None)
    asked = Procedure(last.payload.get("procedure", Procedure.PETITION)) if last else Procedure.PETITION
    return WAYS[asked].materials or WAYS[Procedure.LICENSING].materials


def _open(case: PetitionCase) -> None:
    if CaseState(case.state) not in JOINABLE:
        raise deed.wrong_state()
