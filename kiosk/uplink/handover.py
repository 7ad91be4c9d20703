"""From the visit as it stands to what a window goes on with."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.flow.handover import HandOver
from kiosk.uplink.requests import REPRESENTATIVES, matter_facts, pages_of, person, petitioner, provenance_of
from server.contract.v1.handovers import HandoverRequest, MatterDraft


def handover_request(effect: HandOver, notice_version: str) -> HandoverRequest:
    """Return what is known so far; nothing of it may be refused for its form."""
    company = effect.company
    return HandoverRequest(
        step=effect.step.value,
        locale=effect.locale,
        missing=tuple(part.value for part in sorted(effect.missing)),
        visit_started_at=effect.started_at,
        petitioner=petitioner(effect.holder, effect.form) if effect.holder else None,
        matter=MatterDraft(**matter_facts(effect)),
        pages=pages_of(effect),
        provenance=provenance_of(effect),
        notice_version=notice_version,
        representatives=tuple(person(one) for one in company.companions[:REPRESENTATIVES]),
        on_behalf_of=person(company.principal) if company.principal else None,
    )


def uploads(effect: HandOver) -> Iterator[tuple[str, bytes, str]]:
    """Hash, bytes and media type of each page."""
    return ((page.sha256, page.data, page.media_type) for page in effect.pages)
