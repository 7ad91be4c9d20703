"""Sums, areas and stated calculations: kept as written, doubted where they do not hold."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reading.fields.arithmetic import claims
from kiosk.reading.fields.numerals import formal_yuan, number
from kiosk.reading.result import FieldKind, ProposedField

Fields = Callable[..., list[ProposedField]]


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("共73500元", "73500"),
        ("共123,480元", "123480"),
        ("补偿款6.8万元", "68000"),
        ("约3万多元", "30000"),
        ("欠我3万5千元", "35000"),
        ("￥1,234.50", "1234.5"),
        ("柒万叁仟伍佰元整", "73500"),
        ("人民币壹佰贰拾万元", "1200000"),
        ("三万五千元", "35000"),
        ("两千元", "2000"),
        ("1.2亿元", "120000000"),
        ("１２３４元", "1234"),
    ],
)
def test_sums_become_yuan(fields: Fields, text: str, yuan: str) -> None:
    assert [f.normalised for f in fields(FieldKind.SUM, text)] == [yuan]


def test_a_claimed_total_that_does_not_follow_is_kept_and_flagged(fields: Fields) -> None:
    found = fields(
        FieldKind.SUM,
        "院墙19.6米×3.5米×1200元/㎡=123480元，另有6000元、10000元、6000元，耕地0.35亩×6.8万/亩=23800元，合计169280元。",
    )
    flagged = {f.normalised: f for f in found if f.remark and "单价" not in f.remark}
    assert set(flagged) == {"123480"}
    assert flagged["123480"].doubtful and "82320" in flagged["123480"].remark
    assert {"6000", "10000", "23800", "169280"} <= {f.normalised for f in found}


def test_a_list_that_misses_its_total_is_flagged(fields: Fields) -> None:
    found = fields(FieldKind.SUM, "医药费3000元，误工费2000元，护理费1500元，合计7500元。")
    assert [f.normalised for f in found if f.doubtful] == ["7500"]
    assert not any(f.doubtful for f in fields(FieldKind.SUM, "医药费3000元，误工费2000元，护理费1500元，合计6500元。"))


def test_figures_and_words_that_differ_are_flagged(fields: Fields) -> None:
    assert any(f.doubtful for f in fields(FieldKind.SUM, "工资73500元（大写：柒万叁仟元整）"))
    assert not any(f.doubtful for f in fields(FieldKind.SUM, "工资73500元（大写：柒万叁仟伍佰元整）"))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("占地0.35亩", "0.35 亩"),
        ("三亩二分地", "3.2 亩"),
        ("房屋68.6平方米", "68.6 m²"),
        ("房屋120㎡", "120 m²"),
        ("5分地", "0.5 亩"),
    ],
)
def test_areas_keep_their_unit(fields: Fields, text: str, form: str) -> None:
    assert [f.normalised for f in fields(FieldKind.AREA, text)] == [form]


@pytest.mark.parametrize(
    ("text", "value"), [("三万五", 35000), ("一百零五", 105), ("十二", 12), ("二百五", 250), ("两千零三十", 2030)]
)
def test_spoken_numbers(text: str, value: int) -> None:
    assert number(text) == value


@given(st.integers(min_value=1, max_value=99_999_999))
def test_formal_amounts_say_the_number_they_were_written_from(value: int) -> None:
    assert formal_yuan(_formal(value) + "元整".rstrip("整")) == Decimal(value)


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 2000))
def test_a_true_product_holds_and_a_false_one_does_not(a: int, b: int, price: int) -> None:
    right = a * b * price
    (claim,) = claims(f"{a}米×{b}米×{price}元={right}元")
    assert claim.holds
    (claim,) = claims(f"{a}米×{b}米×{price}元={right + max(5, right // 50)}元")
    assert not claim.holds


def _formal(value: int) -> str:
    """Write a number in formal capitals, independently of the reader."""
    digits, units = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")

    def group(part: int) -> str:
        text, gap = "", False
        for power in (3, 2, 1, 0):
            digit = part // 10**power % 10
            if digit:
                text += ("零" if gap and text else "") + digits[digit] + units[power]
                gap = False
            else:
                gap = True
        return text

    high, low = divmod(value, 10_000)
    if not high:
        return group(low)
    return group(high) + "万" + (("零" if low < 1000 else "") + group(low) if low else "")


def test_jiao_and_fen_belong_to_the_sum(fields: Fields) -> None:
    said = fields(FieldKind.SUM, "多收水费三百二十元五角，另收320元5角8分。")
    assert [f.normalised for f in said] == ["320.5", "320.58"]
    assert [f.value for f in said] == ["三百二十元五角", "320元5角8分"]


def test_a_price_for_each_unit_is_called_one_wherever_the_unit_stands(fields: Fields) -> None:
    before, after = fields(FieldKind.SUM, "每平方米1200元，后来改为900元/亩。")
    assert "单价" in before.remark and "单价" in after.remark


def test_an_area_of_about_so_much_is_an_area(fields: Fields) -> None:
    assert [f.normalised for f in fields(FieldKind.AREA, "房子约80多平方米，地有三亩多。")][:1] == ["80 m²"]


@pytest.mark.parametrize(("kind", "text"), [(FieldKind.AREA, "承包地3,2亩"), (FieldKind.SUM, "损失大约3,5万元")])
def test_what_stands_behind_a_point_that_was_misread_is_asked_about(fields: Fields, kind: FieldKind, text: str) -> None:
    assert all(field.doubtful for field in fields(kind, text))
    (right,) = fields(kind, text.replace(",", "."))
    assert not right.doubtful
