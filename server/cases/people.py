"""Who stands behind a registration: the petitioner, representatives of a group, the person somebody else speaks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from server.cases import knowing, repository, sealing
from server.cases.settings import case_settings
from server.cases.tables import PetitionCase
from server.contract.masking import is_masked, mask_name, mask_phone
from server.contract.v1 import ErrorCode, Petitioner, RegisterRequest
from server.contract.v1.base import Answer
from server.core.errors import HallError
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


@dataclass(frozen=True, slots=True)
class Met:
    """Ids of the people of a registration. `known`: the petitioner was here before. `others`: everybody else, as the centre
    keeps them. `changed`: who was known before by another name, number or phone."""

    petitioner: str
    known: bool
    parts: Mapping[str, Part]
    others: tuple[Petitioner, ...] = ()
    changed: frozenset[str] = frozenset()


class PersonView(Answer):
    part: Part
    name: str
    phone: str


def refuse_masked(body: RegisterRequest) -> None:
    """Raise MASKED_VALUE when a name, number or phone is one that was shown masked: stored, it would destroy the true one."""
    named = [("petitioner", body.petitioner), ("on_behalf_of", body.on_behalf_of)]
    named += [(f"representatives.{place}", one) for place, one in enumerate(body.representatives)]
    fields = tuple(
        f"{where}.{name}"
        for where, one in named
        if one is not None
        for name in ("name", "id_number", "phone")
        if is_masked(getattr(one, name))
    )
    if fields:
        raise HallError(
            ErrorCode.MASKED_VALUE,
            "内容带有星号遮盖，不能作为真实信息保存。",
            "A masked value cannot be stored as the true one.",
            "请填写完整内容，或者留空 · Type it in full, or leave it empty.",
            fields=fields,
        )


def nameless(body: RegisterRequest) -> RegisterRequest:
    """Return the registration without anything that tells who came, when that is what the visitor wants."""
    if not body.anonymous:
        return body
    return body.model_copy(update={"petitioner": NOBODY, "representatives": (), "on_behalf_of": None})


def meet(work: Work, body: RegisterRequest) -> Met:
    """Find or make everybody of this registration, each once; an anonymous one has nobody to find it by."""
    if body.anonymous:
        return Met("", False, {})
    petitioner = knowing.person_of(work, body.petitioner)
    named = [(Part.REPRESENTATIVE, one) for one in body.representatives]
    named += [(Part.PRINCIPAL, body.on_behalf_of)] if body.on_behalf_of else []
    everybody, parts = {petitioner.id: petitioner}, {petitioner.id: Part.PETITIONER}
    changed = {petitioner.id} if petitioner.changed else set()
    for part, value in named:
        one = knowing.person_of(work, value)
        everybody[one.id] = one
        parts.setdefault(one.id, part)
        changed |= {one.id} if one.changed else set()
    others = tuple(one.kept for one in everybody.values() if parts[one.id] is not Part.PETITIONER)
    return Met(petitioner.id, petitioner.before is not None, parts, others, frozenset(changed))


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
