from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from printers.layout.blocks import Cut, Pair, Qr, Text
from printers.layout.sample import REGISTERED_AT, sample_slip
from printers.layout.slip import BEIJING, Slip, due_time, grouped_code, lay_out, local_time
from printers.render.text import render_text


def text_of(slip: Slip) -> str:
    return render_text(lay_out(slip))


def test_number_and_code_are_double_size_and_the_code_is_grouped() -> None:
    big = [block.text for block in lay_out(sample_slip()) if isinstance(block, Text) and block.size == 2]
    assert "130406260601F00016" in big
    assert "7KQ2-M9XW-TB4" in big


def test_a_slip_ends_with_the_cut() -> None:
    assert isinstance(lay_out(sample_slip())[-1], Cut)


def test_the_qr_code_leads_to_this_matter() -> None:
    (code,) = [block for block in lay_out(sample_slip()) if isinstance(block, Qr)]
    assert code.data == "https://xf.example.cn/p?n=130406260601F00016&c=7KQ2M9XWTB4"


def test_an_address_with_a_query_of_its_own_keeps_it() -> None:
    slip = replace(sample_slip(), progress_url="https://xf.example.cn/?page=p")
    (code,) = [block for block in lay_out(slip) if isinstance(block, Qr)]
    assert code.data == "https://xf.example.cn/?page=p&n=130406260601F00016&c=7KQ2M9XWTB4"


def test_promised_and_statutory_limits_stand_apart_and_only_the_law_has_articles() -> None:
    text = text_of(sample_slip())
    promise, law = text.index("承诺时限"), text.index("法定时限")
    assert promise < text.index("到场联系") < law < text.index("书面告知") < text.index("《信访工作条例》第二十三条")


def test_an_accusation_shows_number_pages_time_and_hall_and_nothing_else() -> None:
    slip = replace(sample_slip(), restricted=True)
    text = text_of(slip)
    for secret in (slip.unit_name, slip.unit_phone, slip.category, slip.reason, slip.holder_name, *slip.next_steps):
        assert secret not in text
    assert not [block for block in lay_out(slip) if isinstance(block, Qr)]
    assert grouped_code(slip.query_code) not in text
    assert all(clock.name not in text for clock in slip.clocks)
    assert slip.number in text and "3 页" in text and "09:05" in text and slip.hall_name in text


def test_a_registration_kept_on_the_terminal_says_so_and_promises_no_unit() -> None:
    slip = replace(sample_slip(), provisional=True, unit_name="", unit_phone="", reason="", clocks=(), query_code="")
    text = text_of(slip)
    assert "已在本机登记，联网后自动上报" in text
    assert "承接单位 Responsible" not in text and "承诺时限" not in text and "QR" not in text


def test_a_registration_without_a_number_yet_is_still_a_slip() -> None:
    assert "编号 Number" not in text_of(replace(sample_slip(), provisional=True, number="", query_code=""))


def test_a_copy_is_marked_and_the_original_is_not() -> None:
    assert "副本 2" in text_of(replace(sample_slip(), copy=2))
    assert "副本" not in text_of(sample_slip())


def test_the_visitor_is_told_that_thermal_paper_fades() -> None:
    assert "热敏纸字迹会褪色，请拍照留存" in text_of(sample_slip())


def test_times_are_said_in_beijing_time_wherever_they_come_from() -> None:
    assert local_time(datetime(2026, 6, 1, 1, 5, tzinfo=UTC)) == "2026年6月1日 09:05"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (datetime(2026, 6, 1, 9, 10, tzinfo=BEIJING), "6月1日 09:10前"),
        (datetime(2026, 6, 16, 23, 59, 59, tzinfo=BEIJING), "6月16日前"),
        (datetime(2026, 6, 17, 0, 0, tzinfo=BEIJING), "6月16日前"),
        (datetime(2027, 1, 3, 8, 0, tzinfo=BEIJING), "2027年1月3日 08:00前"),
    ],
)
def test_a_deadline_names_the_hour_only_when_it_is_not_the_end_of_a_day(due: datetime, said: str) -> None:
    assert due_time(due, REGISTERED_AT) == said


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        replace(sample_slip(), registered_at=datetime(2026, 6, 1, 9, 5))  # noqa: DTZ001  # the mistake itself


@pytest.mark.parametrize(("code", "shown"), [("7KQ2M9XWTB4", "7KQ2-M9XW-TB4"), ("ABC", "ABC"), ("", "")])
def test_codes_are_grouped_for_reading_aloud(code: str, shown: str) -> None:
    assert grouped_code(code) == shown


def test_the_slip_survives_a_clock_far_in_the_future() -> None:
    slip = sample_slip()
    clock = replace(slip.clocks[0], due_at=slip.registered_at + timedelta(days=4000))
    assert [b for b in lay_out(replace(slip, clocks=(clock,))) if isinstance(b, Pair) and "2037年" in b.value]


def test_whoever_read_the_screen_in_english_finds_the_same_below_the_chinese() -> None:
    slip = sample_slip()
    law = replace(slip.clocks[-2], name_en="Notice in writing", legal_basis_en="Regulations on Petitioning, Art. 23")
    said = replace(
        slip,
        clocks=(law,),
        category_en="Labour and social security / Wages",
        reason_en="Because this is a matter of wages, the labour bureau is responsible.",
        next_steps_en=("Keep this slip.",),
    )
    text = text_of(said)
    assert text.index("劳动和社会保障") < text.index("Labour and social security") < text.index("Because this is")
    assert "Notice in writing: by 2026-06-16 23:59" in text and "Regulations on Petitioning, Art. 23" in text
    assert "Keep this slip." in text and all(step[:10] in text for step in slip.next_steps)
    hidden = text_of(replace(said, restricted=True))
    assert "Because" not in hidden and "Labour" not in hidden and "Keep" not in hidden
