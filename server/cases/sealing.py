"""What of a matter is sealed, and how it is opened again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from pydantic import TypeAdapter

from server.cases.tables import CasePage, Person, PetitionCase
from server.contract.v1 import Decision, Matter, Petitioner, RegisterRequest, RegisterResponse, TextLine
from server.core.canonical import canonical
from server.core.crypto import Vault

_LINES: TypeAdapter[tuple[TextLine, ...]] = TypeAdapter(tuple[TextLine, ...])
#: fields of a registration added since the first version, all empty by default
_ADDED = ("representatives", "on_behalf_of", "anonymous")


def petitioner(vault: Vault, case: PetitionCase) -> Petitioner:
    return Petitioner.model_validate_json(vault.open(case.petitioner_sealed, f"petition_case.petitioner:{case.id}"))


class Holding(Protocol):
    """What holds a matter."""

    @property
    def id(self) -> str: ...
    @property
    def matter_sealed(self) -> bytes: ...


def matter(vault: Vault, case: Holding) -> Matter:
    return Matter.model_validate_json(vault.open(case.matter_sealed, f"petition_case.matter:{case.id}"))


def decision(vault: Vault, case: PetitionCase) -> Decision:
    return Decision.model_validate_json(vault.open(case.decision_sealed, f"petition_case.decision:{case.id}"))


def page_text(vault: Vault, page: CasePage) -> str:
    return vault.open_text(page.text_sealed, f"case_page.text:{page.case_id}:{page.position}")


def page_lines(vault: Vault, page: CasePage) -> tuple[TextLine, ...]:
    """Return the lines where they stand; none for a page that came without them."""
    if page.lines_sealed is None:
        return ()
    return _LINES.validate_json(vault.open(page.lines_sealed, f"case_page.lines:{page.case_id}:{page.position}"))


def seal_page_lines(vault: Vault, case_id: str, position: int, lines: tuple[TextLine, ...]) -> bytes | None:
    context = f"case_page.lines:{case_id}:{position}"
    return vault.seal(_LINES.dump_json(lines), context) if lines else None


def answer(vault: Vault, sealed: bytes, case_id: str) -> RegisterResponse:
    return RegisterResponse.model_validate_json(vault.open(sealed, f"idempotency.answer:{case_id}"))


def seal_petitioner(vault: Vault, case_id: str, value: Petitioner) -> bytes:
    return vault.seal(value.model_dump_json().encode(), f"petition_case.petitioner:{case_id}")


def seal_matter(vault: Vault, case_id: str, value: Matter) -> bytes:
    return vault.seal(value.model_dump_json().encode(), f"petition_case.matter:{case_id}")


def seal_decision(vault: Vault, case_id: str, value: Decision) -> bytes:
    return vault.seal(value.model_dump_json().encode(), f"petition_case.decision:{case_id}")


def seal_page_text(vault: Vault, case_id: str, position: int, text: str) -> bytes:
    return vault.seal_text(text, f"case_page.text:{case_id}:{position}")


def seal_answer(vault: Vault, case_id: str, value: RegisterResponse) -> bytes:
    return vault.seal(value.model_dump_json().encode(), f"idempotency.answer:{case_id}")


def seal_person(vault: Vault, person_id: str, value: Petitioner) -> dict[str, bytes]:
    """Return name, number and phone of this visit as columns of the row."""
    return {
        "name_sealed": vault.seal_text(value.name, f"person.name:{person_id}"),
        "id_number_sealed": vault.seal_text(value.id_number, f"person.id_number:{person_id}"),
        "phone_sealed": vault.seal_text(value.phone, f"person.phone:{person_id}"),
    }


def person(vault: Vault, row: Person) -> Petitioner:
    """Return what is kept of a person beside the matters."""
    return person_of(vault, row.id, row.name_sealed, row.id_number_sealed, row.phone_sealed)


def person_of(vault: Vault, person_id: str, name: bytes, id_number: bytes, phone: bytes) -> Petitioner:
    """As `person`, for who has read the sealed columns alone."""
    return Petitioner(
        name=vault.open_text(name, f"person.name:{person_id}"),
        id_number=vault.open_text(id_number, f"person.id_number:{person_id}"),
        phone=vault.open_text(phone, f"person.phone:{person_id}"),
        source="manual",
        verified=False,
    )


def name_and_phone(vault: Vault, person: Person) -> tuple[str, str]:
    name = vault.open_text(person.name_sealed, f"person.name:{person.id}")
    return name, vault.open_text(person.phone_sealed, f"person.phone:{person.id}")


def identity_indexes(vault: Vault, id_type: str, id_number: str) -> tuple[str, ...]:
    """Return the blind indexes of an identity document, the one to write first; more than one while keys are rotated.

    Small x and spaces make no difference.
    """
    return vault.indexes("identity", _identity(id_type, id_number))


def identity_trace(vault: Vault, id_type: str, id_number: str) -> str:
    """Return what the audit trail calls this document: the same for ever, and it opens nothing."""
    return f"identity:{vault.fingerprint('identity', _identity(id_type, id_number))[:16]}"


def _identity(id_type: str, id_number: str) -> str:
    return f"{id_type}:{id_number.replace(' ', '').upper()}"


def phone_indexes(vault: Vault, phone: str) -> tuple[str, ...]:
    """Return the blind indexes of a phone number, the one to write first; none without a digit."""
    digits = "".join(character for character in phone if character.isdigit())
    return vault.indexes("phone", digits) if digits else ()


def content_index(vault: Vault, body: RegisterRequest, came: Mapping[str, str]) -> str:
    """Return what two requests share exactly when they say the same; `came`: how it came, {} for a visit.

    Fields added since the first version count only when they say something: what a kiosk sent before an update and
    repeats after it is still the same.
    """
    said = body.model_dump(mode="json")
    for name in _ADDED:
        if not said[name]:
            del said[name]
    for page in said["pages"]:
        if not page["lines"]:
            del page["lines"]
    return vault.fingerprint("registration", canonical({**said, **came}).decode())
