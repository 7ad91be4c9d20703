"""The code on the screen and the code on the slip lead to the same matter."""

from __future__ import annotations

from datetime import UTC, datetime

from kiosk.flow.visit import Receipt
from printers.layout.blocks import Qr
from printers.layout.slip import Slip, lay_out

AT = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)


def receipt(progress_url: str) -> Receipt:
    return Receipt(
        title="来访事项登记回执",
        number="130406261121F0001A",
        query_code="Z2R8QX6TV9K",
        registered_at=AT,
        holder_name="张*",
        provisional=False,
        hall_name="彭城镇信访接待大厅",
        hall_phone="0310-0000137",
        supervision_phone="12345",
        progress_url=progress_url,
    )


def test_the_screens_code_opens_the_progress_page_at_this_matter_as_the_slips_does() -> None:
    shown = receipt("http://hall.example/progress")
    slip = Slip(
        title=shown.title,
        number=shown.number,
        query_code=shown.query_code,
        registered_at=AT,
        holder_name=shown.holder_name,
        hall_name=shown.hall_name,
        hall_phone=shown.hall_phone,
        supervision_phone=shown.supervision_phone,
        progress_url=shown.progress_url,
    )
    on_paper = next(block.data for block in lay_out(slip) if isinstance(block, Qr))
    assert shown.progress_link == on_paper == "http://hall.example/progress?n=130406261121F0001A&c=Z2R8QX6TV9K"


def test_a_page_address_that_has_a_query_already_keeps_it() -> None:
    assert receipt("http://hall.example/progress?lang=zh").progress_link.endswith(
        "?lang=zh&n=130406261121F0001A&c=Z2R8QX6TV9K"
    )


def test_without_a_progress_page_the_code_holds_number_and_query_code() -> None:
    assert receipt("").progress_link == "130406261121F0001A Z2R8QX6TV9K"
