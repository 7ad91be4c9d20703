"""The same matter again: what is suggested to visitor and desk, and how a registration is marked."""

from __future__ import annotations

from server.audit import service as audit
from server.cases import access, firsts, people, repository, sealing, views
from server.cases.access import Reader
from server.cases.firsts import COMPARED, Flags, facets
from server.cases.likeness import Facets, Likeness, likeness
from server.cases.tables import PetitionCase
from server.contract.v1 import RegisterRequest, SimilarMatter, SimilarRequest, SimilarResponse
from server.contract.v1.base import Answer
from server.core.time import local
from server.core.work import Work
from server.routing import service as routing


class SimilarCase(Answer):
    petition_id: str
    number: str
    state_text: str
    summary: str
    likeness: float
    reasons: tuple[str, ...]
    likely: bool


class SimilarCases(Answer):
    items: tuple[SimilarCase, ...]


def suggest(work: Work, region: str, body: SimilarRequest) -> SimilarResponse:
    """Compare what the visitor says with their earlier matters, before it is registered. Nothing is stored."""
    indexes = sealing.identity_indexes(work.vault, body.id_type, body.id_number)
    audit.record(work, "visitor.looked_up", sealing.identity_trace(work.vault, body.id_type, body.id_number))
    question = routing.RoutingQuestion(body.text, body.place_region, region, ())
    category = routing.decide(work.session, question, local(work.now).date()).category
    now = Facets(category.code if category else "", body.place_region, body.text)
    found = [
        (likeness(now, facets(work, case)), case) for case in repository.of_identity(work.session, indexes, COMPARED)
    ]
    return SimilarResponse(
        matters=tuple(
            SimilarMatter(**views.earlier_matter(work, case).model_dump(), likeness=like.score, reasons=like.reasons)
            for like, case in _likely(found)
        )
    )


def similar(work: Work, who: Reader, case_id: str) -> SimilarCases:
    """Return the other matters of the same people that this reader may see, likeliest first; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    audit.record(work, "petition.similar_read", f"case:{case.id}")
    mine = facets(work, case)
    found = [
        (likeness(mine, facets(work, other)), other)
        for other in repository.of_same_people(work.session, who, case.id, COMPARED)
    ]
    return SimilarCases(
        items=tuple(
            SimilarCase(
                petition_id=other.id,
                number=other.number,
                state_text=views.item(work, who, other).state_text,
                summary=sealing.matter(work.vault, other).summary,
                likeness=like.score,
                reasons=like.reasons,
                likely=like.likely,
            )
            for like, other in sorted(found, key=lambda pair: -pair[0].score)
        )
    )


def flags(work: Work, case: PetitionCase, body: RegisterRequest, met: people.Met) -> Flags:
    """Judge a new matter. Sealed ones neither count nor are judged: the flag would tell of them."""
    if case.restricted:
        return Flags(first_here=True, repeat=False)
    earlier = repository.of_person(work.session, met.petitioner, COMPARED) if met.known else ()
    return firsts.judge(work, case, body.matter, earlier)


def _likely(found: list[tuple[Likeness, PetitionCase]]) -> list[tuple[Likeness, PetitionCase]]:
    return sorted((pair for pair in found if pair[0].likely), key=lambda pair: -pair[0].score)
