"""Is this slip genuine? GET /receipts for people, GET /api/v1/receipts/keys for programs that check by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from server.accounts import kiosks
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.contract.v1 import API
from server.contract.v1.receipts import Proof, ReceiptKeys
from server.core import receipts
from server.core.requests import CentreDep, NowDep, SessionDep
from server.web.templating import page

router = APIRouter(dependencies=[permit(Action.VISIT)])


@router.get(f"{API}/receipts/keys", tags=["receipts"])
def keys(session: SessionDep, centre: CentreDep) -> ReceiptKeys:
    return kiosks.receipt_keys(session, centre.vault)


@router.get("/receipts", include_in_schema=False)
def ask(session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    """The page checks by itself, also once the network is gone; what it needs comes with it."""
    return _page(now, kiosks.receipt_keys(session, centre.vault))


@router.post("/receipts", include_in_schema=False)
def check(
    session: SessionDep, centre: CentreDep, now: NowDep, text: Annotated[str, Form(max_length=1000)] = ""
) -> Response:
    """Look at the signature alone: no matter is opened, nothing is stored."""
    known = kiosks.receipt_keys(session, centre.vault)
    verdict, proof = receipts.check(text, known)
    return _page(now, known, text, verdict, proof)


def _page(
    now: datetime,
    known: ReceiptKeys,
    text: str = "",
    verdict: receipts.Verdict | None = None,
    proof: Proof | None = None,
) -> Response:
    every = {one.value: words for one, words in receipts.WORDS.items()}
    return page(
        "receipts.html",
        now=now,
        here="receipts",
        keys=known,
        every=every,
        text=text,
        verdict=verdict.value if verdict else "",
        words=receipts.WORDS[verdict] if verdict else ("", ""),
        proof=proof,
    )
