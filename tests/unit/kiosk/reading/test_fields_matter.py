"""What the matter is about: addressee, other side, place, requests, dates, numbers, cues, summary."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reading.fields import propose
from kiosk.reading.fields.summary import LONGEST
from kiosk.reading.result import FieldKind, Line, PageText, ProposedField, Source

Fields = Callable[..., list[ProposedField]]


@pytest.mark.parametrize(
    ("paper", "to"),
    [
        (("尊敬的峰峰矿区信访局领导：", "我是村民。"), "峰峰矿区信访局"),
        (("彭城镇人民政府：", "我反映一件事。"), "彭城镇人民政府"),
        (("反映完毕。", "此致", "敬礼", "邯郸市信访局"), "邯郸市信访局"),
        (("尊敬的王书记：您好", "我反映一件事。"), "王书记"),
    ],
)
def test_the_addressee_stands_at_the_head_or_after_the_closing(fields: Fields, paper: tuple[str, ...], to: str) -> None:
    assert [f.value for f in fields(FieldKind.ADDRESSEE, *paper)] == [to]


def test_nobody_in_particular_is_no_addressee(fields: Fields) -> None:
    assert fields(FieldKind.ADDRESSEE, "尊敬的领导：", "您好。") == []


def test_labelled_parties_are_split_and_a_post_becomes_a_remark(fields: Fields) -> None:
    found = fields(FieldKind.COMPLAINED_OF, "被反映单位：邯郸市恒泰陶瓷有限公司、彭城镇东坡村民委员会")
    assert [f.value for f in found] == ["邯郸市恒泰陶瓷有限公司", "彭城镇东坡村民委员会"]
    (person,) = fields(FieldKind.COMPLAINED_OF, "被举报人：李某某，男，彭城镇东坡村党支部书记")
    assert person.value == "李某某" and "书记" in person.remark


def test_an_unlabelled_company_named_again_and_again_is_proposed_with_doubt(fields: Fields) -> None:
    found = fields(
        FieldKind.COMPLAINED_OF,
        "关于鑫达物业服务有限公司乱收费的情况反映",
        "我们小区由鑫达物业服务有限公司管理。去年以来，鑫达物业服务有限公司多次乱收费。",
    )
    assert found[0].value == "鑫达物业服务有限公司" and found[0].doubtful


def test_the_place_keeps_the_words_and_carries_the_code(fields: Fields) -> None:
    (field,) = fields(FieldKind.PLACE, "住址：峰峰矿区临水镇一号", "事情发生在彭城镇东坡村的工地上。")
    assert (field.value, field.normalised) == ("彭城镇东坡村", "130406106")


def test_a_place_known_only_from_the_address_is_inferred_and_doubtful(fields: Fields) -> None:
    (field,) = fields(FieldKind.PLACE, "住址：峰峰矿区临水镇一号", "工资一直没有发。")
    assert (field.normalised, field.source, field.doubtful) == ("130406100", Source.INFERRED, True)


@pytest.mark.parametrize(
    "numbers", [("1.", "2."), ("一、", "二、"), ("(1)", "(2)"), ("①", "②"), ("1、", "2、"), ("1．", "2．")]
)
def test_numbered_requests_are_split(fields: Fields, numbers: tuple[str, str]) -> None:
    found = fields(
        FieldKind.REQUEST,
        "请求事项：",
        f"{numbers[0]}责令公司支付工资3500元；",
        f"{numbers[1]}依法追究责任。",
        "事实与理由：",
        "1.我自去年起干活。",
    )
    assert [f.value for f in found] == ["责令公司支付工资3500元", "依法追究责任"]


def test_asking_sentences_stand_in_for_a_list_and_none_is_normal(fields: Fields) -> None:
    (field,) = fields(FieldKind.REQUEST, "路灯坏了半年。恳请领导尽快派人维修路灯。他们要求我自己出钱。")
    assert field.value == "恳请领导尽快派人维修路灯" and field.doubtful
    assert fields(FieldKind.REQUEST, "路灯坏了半年，晚上看不见路。") == []


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023年1月23日开工", "2023-01-23"),
        ("2023.01.23开工", "2023-01-23"),
        ("二〇二三年十一月三日开工", "2023-11-03"),
        ("2023年5月开工", "2023-05"),
        ("2023年2月30日开工", ""),
        ("农历2012年12月28日开工", ""),
        ("去年腊月开工", ""),
        ("今年2月中旬开工", ""),
    ],
)
def test_dates_are_iso_only_where_certain(fields: Fields, text: str, iso: str) -> None:
    field = fields(FieldKind.DATE, text)[0]
    assert field.normalised == iso
    assert text.startswith(field.value[:2])


def test_a_birthday_is_no_date_of_the_matter(fields: Fields) -> None:
    assert fields(FieldKind.DATE, "信访人：王建国，男，1950年1月1日出生，汉族") == []


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("案号为（2021）冀0406民初123号。", "(2021)冀0406民初123号"),
        ("案号〔2021〕冀0406民初123号。", "(2021)冀0406民初123号"),
        ("【2021】冀04民终 5 号", "(2021)冀04民终5号"),
        ("收到峰信复查〔2025〕24号答复", "峰信复查〔2025〕24号"),
        ("收到峰信复查[2025]第24号答复", "峰信复查〔2025〕第24号"),
        ("不服邯劳人仲案字（2024）36号裁决", "邯劳人仲案字〔2024〕36号"),
    ],
)
def test_case_numbers_in_all_bracket_shapes(fields: Fields, text: str, form: str) -> None:
    found = [f.normalised for f in fields(FieldKind.CASE_NUMBER, text)]
    assert len(found) == 1 and found[0].endswith(form)


def test_cues_list_the_words_and_nothing_more(fields: Fields) -> None:
    (field,) = fields(FieldKind.ACCUSATION, "村支书贪污公款，侵占耕地，还贪污补偿款。")
    assert field.value == "贪污、侵占" and field.source is Source.INFERRED
    assert fields(FieldKind.URGENCY, "路灯坏了半年。") == []


def test_the_summary_is_short_and_of_the_papers_own_sentences(fields: Fields) -> None:
    story = [f"第{i}次我到公司要工资{i}000元，公司没有给，说还要再等几天才能发。" for i in range(1, 40)]
    (field,) = fields(FieldKind.SUMMARY, "关于拖欠工资问题的情况反映", *story)
    assert field.value.startswith("关于拖欠工资问题的情况反映。")
    assert len(field.value) <= LONGEST
    assert all(part in "".join(story) for part in field.value.split("。")[1:])


def test_a_region_covers_the_value_and_not_the_whole_line(fields: Fields) -> None:
    (field,) = fields(FieldKind.PHONE, "如有需要请与我联系，我的电话是13800001111，谢谢")
    assert field.region is not None
    left, _, width, _ = field.region
    assert left > 0.4 and width < 0.25


def test_poor_reading_makes_every_field_doubtful(set_page: Callable[..., PageText]) -> None:
    page = set_page("信访人：王建国，男", "电话：13800001111", confidence=0.6)
    assert all(field.doubtful for field in propose([page], None))


@given(
    st.lists(
        st.text(alphabet="一二三万元年月日0123456789.:：，。请求（）〔〕号×= 亩王李村镇我是\n", max_size=40),
        max_size=12,
    )
)
def test_any_text_gives_fields_within_their_bounds(texts: list[str]) -> None:
    box = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.2), (0.1, 0.2))
    page = PageText(0, tuple(Line(text, box, 0.9) for text in texts), (), b"", 100, 141, 0.0)
    for field in propose([page], None):
        assert field.value and 0 <= field.confidence <= 1
        if field.region is not None:
            left, top, width, height = field.region
            assert left >= 0 and top >= 0 and left + width <= 1.00002 and top + height <= 1.00002


def test_a_salutation_is_one_addressee_and_not_two(fields: Fields) -> None:
    (field,) = fields(FieldKind.ADDRESSEE, "尊敬的峰峰矿区信访局领导：", "我反映一件事。")
    assert not field.doubtful


def test_a_number_with_brackets_in_its_head_is_whole(fields: Fields) -> None:
    (case,) = fields(FieldKind.CASE_NUMBER, "公安机关作出峰公(治)行罚决字[2023]0123号决定。")
    assert case.normalised == "峰公(治)行罚决字〔2023〕0123号"


def test_a_letter_to_nobody_in_particular_names_no_addressee(fields: Fields) -> None:
    assert fields(FieldKind.ADDRESSEE, "尊敬的上级领导：", "我反映一件事。") == []


def test_who_writes_the_authority_asked_and_who_issued_a_card_are_not_complained_of(fields: Fields) -> None:
    paper = (
        "峰峰矿区信访局：",
        "我是新坡镇南山村村民邱彩云，因修建污水处理厂占了我家的地，希望上级请新坡镇政府查清楚。",
    )
    named = {field.value for field in fields(FieldKind.COMPLAINED_OF, *paper)}
    assert named == {"新坡镇政府", "污水处理厂"}
    assert not any("签发" in f.value for f in fields(FieldKind.COMPLAINED_OF, "签发机关 邯郸市公安局峰峰矿区分局"))
    leak = fields(FieldKind.COMPLAINED_OF, "经鉴定为局部漏雨。物业公司已安排维修。")
    assert not any("漏雨" in field.value for field in leak)
