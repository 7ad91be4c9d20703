"""What the window asks while it writes a matter down, and the pages it takes in: as a terminal does, for its office."""

from __future__ import annotations

import hashlib

from server.audit import service as audit
from server.cases import documents, offices, repeats, repository, views
from server.cases.access import Reader
from server.cases.documents import PageImage
from server.contract.v1 import (
    Decision,
    LookupRequest,
    LookupResponse,
    Outcome,
    SimilarRequest,
    SimilarResponse,
    SuggestRequest,
)
from server.contract.v1.base import Answer
from server.core import scans, time
from server.core.work import Work
from server.routing import service as routing
from server.units import service as units

#: of one registration
MOST_PAGES = 60


class Scanned(Answer):
    """Pages to be named by a registration, in the order of the file."""

    pages: tuple[str, ...]


def suggest(work: Work, who: Reader, body: SuggestRequest) -> Decision:
    """Say who would be responsible and why. Nothing is stored."""
    office = offices.mine(work.session, who)
    question = routing.RoutingQuestion(body.text, body.place_region, office.region, body.complained_of)
    found = routing.decide(work.session, question, time.local(work.now).date())
    sealed = found.outcome is Outcome.RESTRICTED
    alternatives = () if sealed else tuple(units.ref(work.session, code) for code in found.alternatives)
    return Decision(
        outcome=found.outcome,
        unit=units.ref(work.session, found.unit_code) if found.unit_code else None,
        category=found.category,
        confidence=found.confidence,
        reason=found.reason.zh,
        reason_en=found.reason.en,
        legal_basis=found.legal_basis,
        words=() if sealed else tuple(found.words),
        alternatives=tuple(ref for ref in alternatives if ref is not None),
        proposal=found.proposal.shown(sealed=sealed) if found.proposal else None,
    )


def earlier(work: Work, who: Reader, body: LookupRequest) -> LookupResponse:
    """Return the earlier matters of whoever stands at the window, as a terminal would show them; the look is on record."""
    offices.mine(work.session, who)
    return _open_to(work, who, views.earlier(work, body))


def similar(work: Work, who: Reader, body: SimilarRequest) -> SimilarResponse:
    """Tell which earlier matter this may be: to be continued instead of filed again."""
    office = offices.mine(work.session, who)
    found = repeats.suggest(work, office.region, body)
    known = _unbarred(work, who, [matter.petition_id for matter in found.matters])
    return SimilarResponse(matters=tuple(one for one in found.matters if one.petition_id in known))


def scan(work: Work, who: Reader, *files: bytes) -> Scanned:
    """Take in images, and every page of each PDF; raise BAD_IMAGE, TOO_LARGE."""
    office, most = offices.mine(work.session, who).code, work.centre.settings.max_page_pixels
    if any(scans.is_pdf(data) for data in files):
        # drawing takes seconds: this transaction has only read, and on SQLite it keeps all others from writing
        work.session.rollback()
    stored = []
    for image in [image for data in files for image in scans.pages_of(data, most=MOST_PAGES, max_pixels=most)]:
        sha256 = hashlib.sha256(image).hexdigest()
        documents.store(work, office, sha256, image)
        stored.append(sha256)
    return Scanned(pages=tuple(stored))


def scanned(work: Work, who: Reader, sha256: str) -> PageImage:
    """Return a page this office took in; raise NOT_FOUND."""
    office = offices.mine(work.session, who)
    found = documents.image(work, repository.uploads(work.session, (office.code,), {sha256}), sha256)
    audit.record(work, "page.read", f"page:{sha256}")
    return found


def _open_to(work: Work, who: Reader, found: LookupResponse) -> LookupResponse:
    known = _unbarred(work, who, [matter.petition_id for matter in found.matters])
    return LookupResponse(matters=tuple(one for one in found.matters if one.petition_id in known))


def _unbarred(work: Work, who: Reader, case_ids: list[str]) -> frozenset[str]:
    return repository.not_kept_from(work.session, who, case_ids)
