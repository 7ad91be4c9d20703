"""From the confirmed visit to the request of the contract.

Nothing a visitor wrote may be refused for its form: what is too long is cut (the pages themselves hold the whole), and
what does not fit a pattern is left out.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal, cast

from kiosk.flow.effects import Register, Suggest
from kiosk.flow.form import statement
from kiosk.flow.handover import HandOver
from kiosk.flow.visit import Company, Form, Holder, Question
from kiosk.uplink.signature import KIND, signature_page
from server.contract.v1 import (
    ComplainedOf,
    FieldProvenance,
    FourQuestions,
    ListedAttachment,
    Matter,
    PageRef,
    Petitioner,
    RegisterRequest,
    SimilarRequest,
    SuggestRequest,
)

#: the contract's upper bounds
TEXT = 20_000
SUMMARY = 4_000
REPRESENTATIVES = 4
PERSONS = 9999
#: of fields; the four questions have theirs beside them
PROVENANCES = 196

Sex = Literal["0", "1", "2", "9"]
#: a visit as far as it was told
Told = Register | HandOver


def register_request(effect: Register, hall_region: str, notice_version: str) -> RegisterRequest:
    """Return the request without a number; the outbox gives it one."""
    return RegisterRequest(
        hall_region=hall_region,
        visit_started_at=effect.started_at,
        registered_at=effect.registered_at,
        petitioner=petitioner(effect.holder, effect.form),
        matter=Matter(**matter_facts(effect)),
        pages=pages_of(effect),
        provenance=provenance_of(effect),
        notice_version=notice_version,
        representatives=tuple(person(one) for one in effect.company.companions[:REPRESENTATIVES]),
        on_behalf_of=person(effect.company.principal) if effect.company.principal else None,
    )


def matter_facts(effect: Told) -> dict[str, Any]:
    """The matter by the names of the contract, cut to its bounds."""
    said = statement(effect.form)
    answers = dict(effect.form.questions)
    return {
        "summary": said.summary[:SUMMARY],
        "text": "\n".join(p.text.text for p in effect.pages if p.text is not None)[:TEXT],
        "requests": tuple(r[:500] for r in said.requests[:10]),
        "complained_of": tuple(ComplainedOf(name=name[:120]) for name in said.complained_of[:20]),
        "place": said.place[:200],
        "place_region": said.place_region,
        "dates": tuple(d[:60] for d in said.dates[:50]),
        "sums": tuple(v[:60] for v in said.sums[:50]),
        "questions": FourQuestions(
            court=answers.get(Question.COURT),
            reconsideration=answers.get(Question.RECONSIDERATION),
            arbitration=answers.get(Question.ARBITRATION),
            earlier_opinion=answers.get(Question.EARLIER_OPINION),
        ),
        "persons_present": _present(effect.company),
        "persons_affected": max(1, said.cosigners) if not said.households else 1,
        "cosigners": said.cosigners,
        "cosigners_are_households": said.households,
        "text_as_attachment": effect.form.papers.as_attachment,
        "attachments": tuple(
            ListedAttachment(title=a.title[:120], amount=a.amount, unit=a.unit[:4], original=a.original)
            for a in effect.form.papers.listed[:30]
            if a.title
        ),
        "publish": effect.form.publish,
        "confidential": effect.form.confidential,
        "continues": effect.continues,
    }


def suggest_request(effect: Suggest) -> SuggestRequest:
    return SuggestRequest(
        text=effect.text[:TEXT], place_region=effect.place_region, complained_of=effect.complained_of[:20]
    )


def similar_request(effect: Suggest) -> SimilarRequest:
    return SimilarRequest(
        id_type=effect.id_type,
        id_number=effect.id_number,
        text=effect.text[:TEXT],
        place_region=effect.place_region,
    )


def phone(written: str) -> str:
    """Digits, plus, minus and spaces of what was written, full-width forms made plain."""
    return re.sub(r"[^0-9+\- ]", "", unicodedata.normalize("NFKC", written)).strip()[:20]


def _present(company: Company) -> int:
    return min(max(company.persons, 1 + len(company.companions)), PERSONS)


def petitioner(holder: Holder, form: Form) -> Petitioner:
    """The person who came, with address and phone as the form has them."""
    said = statement(form)
    return person(holder).model_copy(update={"address": said.address[:200], "phone": phone(said.phone)})


def person(holder: Holder) -> Petitioner:
    """Somebody beside the petitioner: what the card says, or was typed."""
    return Petitioner(
        name=holder.name[:120],
        id_type=holder.id_type,
        id_number=holder.id_number[:30],
        sex=cast(Sex, holder.sex if holder.sex in ("0", "1", "2", "9") else "0"),
        ethnic=holder.ethnic[:2],
        birth=holder.birth,
        registered_address=holder.registered_address[:200],
        source=holder.source.value,
        verified=holder.verified,
        warnings=holder.warnings,
    )


def pages_of(effect: Told) -> tuple[PageRef, ...]:
    kinds = dict(effect.form.papers.kinds)
    signed = signature_page(effect.signature)
    papers = tuple(
        PageRef(sha256=p.sha256, text=p.text.text[:TEXT] if p.text else "", kind=kinds.get(n, "other")[:20])
        for n, p in enumerate(effect.pages)
    )
    return papers if signed is None else (*papers, PageRef(sha256=signed.sha256, kind=KIND))


def provenance_of(effect: Told) -> tuple[FieldProvenance, ...]:
    read = [f for f in effect.form.fields if f.page is not None and f.page < len(effect.pages)]
    return tuple(
        FieldProvenance(
            field=f.kind.value,
            page=f.page or 0,
            region=f.region,
            confidence=min(max(f.confidence, 0.0), 1.0),
            source=f.source.value,
            confirmed=f.confirmed,
        )
        for f in read[:PROVENANCES]
    ) + tuple(
        FieldProvenance(
            field=f"question_{hint.question.value}",
            page=hint.page,
            region=hint.region,
            confidence=min(max(hint.confidence, 0.0), 1.0),
            source=hint.source.value,
            confirmed=hint.question in effect.form.answered,
        )
        for hint in effect.form.papers.hints
        if hint.page < len(effect.pages)
    )
