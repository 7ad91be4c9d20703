"""What the papers say beyond the form is kept with the matter, sealed like the rest of it."""

from __future__ import annotations

from sqlmodel import select

from server.cases import sealing
from server.cases.tables import PetitionCase
from server.contract.v1 import ListedAttachment
from tests.contract.hall import Hall, registered, registration


def test_cosigners_attachments_and_a_long_text_are_registered(hall: Hall) -> None:
    body = registration()
    listed = (ListedAttachment(title="工资欠条", amount=2, unit="张", original=True),)
    matter = body.matter.model_copy(
        update={"cosigners": 23, "persons_affected": 23, "text_as_attachment": True, "attachments": listed}
    )
    registered(hall.kiosk(), "row-0000-0001", body.model_copy(update={"matter": matter}))
    with hall.session() as session:
        case = session.exec(select(PetitionCase)).one()
        kept = sealing.matter(hall.centre.vault, case)
    assert (kept.cosigners, kept.cosigners_are_households, kept.text_as_attachment) == (23, False, True)
    assert kept.attachments == listed
