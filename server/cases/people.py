"""Who stands behind a registration: the petitioner, representatives of a group, the person somebody else speaks for."""

from __future__ import annotations

from enum import StrEnum

from server.cases import repository, sealing
from server.cases.settings import case_settings
from server.cases.tables import Person, PetitionCase
from server.contract.masking import mask_name, mask_phone
from server.contract.v1 import Petitioner, RegisterRequest
from server.contract.v1.base import Answer
from server.core.work import Work

#: of a group, the petitioner among them (Regulations on Petitioning 2022, Art. 20(3))
MOST_REPRESENTATIVES = 5
#: stands where a name is needed and none is kept
NOBODY = Petitioner(name="匿名", source="manual", verified=False)


class Part(StrEnum):
    PETITIONER = "petitioner"
    REPRESENTATIVE = "representative"
    #: on whose behalf the petitioner came
    PRINCIPAL = "principal"


class PersonView(Answer):
    part: Part
    name: str
    phone: str


def nameless(body: RegisterRequest) -> RegisterRequest:
    """Return the registration without anything that tells who came, when that is what the visitor wants."""
    if not body.anonymous:
        return body
    return body.model_copy(update={"petitioner": NOBODY, "representatives": (), "on_behalf_of": None})


def link(work: Work, case: PetitionCase, petitioner: Person, body: RegisterRequest) -> None:
    """Note everybody of this registration, each once; an anonymous one has nobody to find it by."""
    if body.anonymous:
        return
    others = [(Part.REPRESENTATIVE, one) for one in body.representatives]
    others += [(Part.PRINCIPAL, body.on_behalf_of)] if body.on_behalf_of else []
    known = {petitioner.id: Part.PETITIONER}
    for part, value in others:
        known.setdefault(repository.person_of(work, value).id, part)
    for person_id, part in known.items():
        repository.link_person(work, case, person_id, part)


def collective(work: Work, body: RegisterRequest) -> bool:
    """集体访: at least as many persons as the setting says came or are named."""
    came = max(body.matter.persons_present, 1 + len(body.representatives))
    return came >= case_settings(work.session).collective_min


def representatives_owed(body: RegisterRequest) -> bool:
    """Tell whether more came than may be received, and nobody was chosen to speak for them."""
    return body.matter.persons_present > MOST_REPRESENTATIVES and not body.representatives


def shown(work: Work, case: PetitionCase, *, is_open: bool) -> tuple[PersonView, ...]:
    """Return everybody of a matter beside the petitioner, masked like the petitioner."""
    rows = repository.people_of(work.session, case.id)
    return tuple(
        _view(Part(part), *sealing.name_and_phone(work.vault, person), is_open=is_open)
        for part, person in rows
        if part != Part.PETITIONER
    )


def _view(part: Part, name: str, phone: str, *, is_open: bool) -> PersonView:
    if is_open:
        return PersonView(part=part, name=name, phone=phone)
    return PersonView(part=part, name=mask_name(name), phone=mask_phone(phone))
