"""JSON of what pages show and is put together here: a page of the inbox, the steps open now, papers as PDF, slips."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from server.accounts import kiosks
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.audit import service as audit
from server.cases import choices, papers, receivers, views
from server.cases.doors import CaseId, DecidingDep, PublicWork, ReadingDep, StaffWork
from server.cases.standing import Whose
from server.contract.v1 import API, UnitRef
from server.contract.v1.base import Answer, Request
from server.core import receipts
from server.web import triage
from server.web.pages.steps import Seq, pdf
from server.web.triage import PAGE, Show

router = APIRouter(prefix=API)
_PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "A4"}}


class InboxPage(Answer):
    """What presses first, then what rests, newest first. `after` is asked for with the next page, "" on the last."""

    items: tuple[views.InboxItem, ...]
    after: str
    #: of all matters of the reader, by what `show` can be
    counts: dict[str, int]


class OpenSteps(Answer):
    """What this reader may do with a matter now; a step itself asks again."""

    #: names of the steps, as the pages call them
    steps: tuple[str, ...]
    #: the reader prints and hands over its papers
    keeps_papers: bool
    #: units that may be given the matter; `withheld`: some are left out, because they must not learn of it
    receivers: tuple[UnitRef, ...]
    withheld: bool


class SlipRequest(Request):
    """What the code on a slip says."""

    text: str = Field(max_length=1000)


class SlipView(Answer):
    #: genuine, provisional, doubtful, false or unreadable
    verdict: str
    text: str
    text_en: str
    #: "" when the code could not be read
    number: str


@router.get("/inbox/matters", tags=["petitions"], dependencies=[permit(Action.READ_CASES)])
def inbox(
    who: ReadingDep,
    work: StaffWork,
    show: Show = Show.ALL,
    whose: Whose = Whose.ALL,
    after: Annotated[str, Query(max_length=80)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
) -> InboxPage:
    """As the inbox of the pages: the same order, filters, counts and places."""
    leaf = triage.leaf(work.session, who, work.now, show, after, limit, whose)
    audit.record(work, "inbox.read", f"account:{who.account}")
    counts = {one.value: count for one, count in leaf.counts.items()}
    return InboxPage(items=views.items(work, who, leaf.cases), after=leaf.after, counts=counts)


@router.get("/petitions/{case_id}/steps", tags=["petitions"], dependencies=[permit(Action.READ_CASES)])
def open_steps(case_id: CaseId, who: ReadingDep, work: StaffWork) -> OpenSteps:
    found = choices.choices(work, who, case_id)
    fit = receivers.receivers(work, who, case_id)
    audit.record(work, "petition.steps_read", f"case:{case_id}")
    return OpenSteps(
        steps=tuple(one.value for one in found),
        keeps_papers=choices.keeps(work, who, case_id),
        receivers=fit.units,
        withheld=fit.withheld,
    )


@router.get(
    "/petitions/{case_id}/papers/{seq}.pdf",
    tags=["petitions"],
    response_class=Response,
    responses=_PDF,
    dependencies=[permit(Action.READ_CASES)],
)
def paper(case_id: CaseId, seq: Seq, who: ReadingDep, work: StaffWork) -> Response:
    """To be read on a screen, and marked so."""
    return pdf(work, who, case_id, seq, copy=None)


@router.post(
    "/petitions/{case_id}/papers/{seq}/print",
    tags=["petitions"],
    response_class=Response,
    responses=_PDF,
    dependencies=[permit(Action.HANDLE_CASES)],
)
def print_paper(case_id: CaseId, seq: Seq, body: papers.PrintRequest, who: DecidingDep, work: StaffWork) -> Response:
    """Note the print and answer it: the original once, every later print as 副本 with its number."""
    papers.printed(work, who, case_id, seq, body)
    return pdf(work, who, case_id, seq, copy=body.copy_number)


@router.post("/receipts/check", tags=["receipts"], dependencies=[permit(Action.VISIT)])
def check_slip(body: SlipRequest, work: PublicWork) -> SlipView:
    """Look at the signature alone: no matter is opened, nothing is stored."""
    verdict, proof = receipts.check(body.text, kiosks.receipt_keys(work.session, work.vault))
    text, text_en = receipts.WORDS[verdict]
    return SlipView(verdict=verdict.value, text=text, text_en=text_en, number=proof.number if proof else "")
