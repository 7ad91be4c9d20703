"""Everything that is sealed, with the context it is sealed in, and the blind indexes that go with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, SQLModel

from server.accounts.tables import Account
from server.cases.handover_tables import Handover
from server.cases.tables import CaseEvent, CasePage, Idempotency, NumberLease, Person, PetitionCase
from server.core.crypto import Vault
from server.core.tables import Installation
from server.instructions.tables import Instruction, InstructionTurn
from server.instructions.words import context as words_context
from server.instructions.words import theme_context
from server.notify import texts
from server.notify.tables import PetitionerText, PushSubscription
from server.supervision.circulars import context as circular_context
from server.supervision.tables import Circular

#: GA/T 517 documents by how often they come, then all other codes
_KINDS = ("111", "553", "554", "114", "414", "516", "511", "112", "113", "117", *(f"{one:03}" for one in range(1000)))


@dataclass(frozen=True, slots=True)
class Sealed:
    """Columns of one table. `contexts` gives each column's context; `indexed` sets the indexes anew."""

    table: type[SQLModel]
    contexts: Mapping[str, Callable[[Any], str]]
    indexed: Callable[[Session, Vault, Any], None] = field(default=lambda _session, _vault, _row: None)


def _person(_session: Session, vault: Vault, row: Person) -> None:
    number = vault.open_text(row.id_number_sealed, f"person.id_number:{row.id}").replace(" ", "").upper()
    phone = vault.open_text(row.phone_sealed, f"person.phone:{row.id}")
    if row.id_index is not None:
        row.id_index = _same_document(vault, row.id_index, number)
    if row.phone_index is not None:
        row.phone_index = vault.index("phone", "".join(letter for letter in phone if letter.isdigit()))


def _same_document(vault: Vault, before: str, number: str) -> str:
    """Return the new index. The kind of document is not stored: it is the one whose old index this was."""
    for kind in _KINDS:
        indexes = vault.indexes("identity", f"{kind}:{number}")
        if before in indexes:
            return indexes[0]
    raise LookupError("an index that no document leads to")


def _lease(_session: Session, vault: Vault, row: NumberLease) -> None:
    row.code_index = vault.index("query_code", vault.open_text(row.code_sealed, f"number_lease.code:{row.number}"))


def _case(session: Session, vault: Vault, row: PetitionCase) -> None:
    lease = session.get_one(NumberLease, row.number)
    code = vault.open_text(lease.code_sealed, f"number_lease.code:{row.number}")
    row.code_index = vault.index("query_code", code)


EVERY = (
    Sealed(Installation, {"key_check": lambda _row: "installation.key_check"}),
    Sealed(
        Person,
        {
            "name_sealed": lambda row: f"person.name:{row.id}",
            "id_number_sealed": lambda row: f"person.id_number:{row.id}",
            "phone_sealed": lambda row: f"person.phone:{row.id}",
        },
        _person,
    ),
    Sealed(NumberLease, {"code_sealed": lambda row: f"number_lease.code:{row.number}"}, _lease),
    Sealed(
        PetitionCase,
        {
            "petitioner_sealed": lambda row: f"petition_case.petitioner:{row.id}",
            "matter_sealed": lambda row: f"petition_case.matter:{row.id}",
            "decision_sealed": lambda row: f"petition_case.decision:{row.id}",
        },
        _case,
    ),
    Sealed(CaseEvent, {"payload_sealed": lambda row: f"case_event.payload:{row.case_id}:{row.seq}"}),
    Sealed(
        CasePage,
        {
            "text_sealed": lambda row: f"case_page.text:{row.case_id}:{row.position}",
            "lines_sealed": lambda row: f"case_page.lines:{row.case_id}:{row.position}",
        },
    ),
    Sealed(
        Handover,
        {
            "content_sealed": lambda row: f"handover.content:{row.id}",
            "reason_sealed": lambda row: f"handover.reason:{row.id}",
        },
    ),
    Sealed(Idempotency, {"answer_sealed": lambda row: f"idempotency.answer:{row.case_id}"}),
    Sealed(Account, {"totp_sealed": lambda row: f"account.totp:{row.username}"}),
    Sealed(Instruction, {"theme_sealed": lambda row: theme_context(row.id)}),
    Sealed(InstructionTurn, {"words_sealed": lambda row: words_context(row.instruction_id, row.position)}),
    Sealed(Circular, {"words_sealed": lambda row: circular_context(row.id)}),
    Sealed(PetitionerText, {"sealed": lambda row: texts.context(row.id)}),
    Sealed(PushSubscription, {"sealed": lambda row: f"push_subscription.sealed:{row.id}"}),
)
