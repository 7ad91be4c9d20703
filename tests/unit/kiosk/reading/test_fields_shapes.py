"""Shapes in which people write what they write: each that once was misread stands here. All people are synthetic."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.reading.fields import propose
from kiosk.reading.result import FieldKind, Line, PageText, ProposedField

Fields = Callable[..., list[ProposedField]]


@pytest.mark.parametrize(
    ("kind", "text", "values"),
    [
        (FieldKind.NAME, "村民代表：张成（电话18305375057）", ["张成"]),
        (FieldKind.NAME, "我是新坡镇西石桥村居民钟雪凤。河边的路灯坏了", ["钟雪凤"]),
        (FieldKind.NAME, "反映人 程兰翠 身份证 130406190001010016", ["程兰翠"]),
        (FieldKind.NAME, "举报人戴英，联系方式：13800001111", ["戴英"]),
        (FieldKind.ADDRESS, "我从架子上掉下来，住院28天，花了不少钱。", []),
        (FieldKind.ADDRESS, "我是罗华，男，峰峰矿区和村镇苏村5组人，在外打工", ["峰峰矿区和村镇苏村5组"]),
        (FieldKind.DATE, "联系方式：188-2040-2520", []),
        (FieldKind.DATE, "我今年七十有三，身体不好", []),
        (FieldKind.DATE, "今年正月十五换届选举前，腊月廿三又来", ["今年正月十五", "腊月廿三"]),
        (FieldKind.DATE, "去年腊月二轮承包时分给我家", ["去年腊月"]),
        (FieldKind.DATE, "2018/4/17答复，2026-02-13签字", ["2018/4/17", "2026-02-13"]),
        (FieldKind.COMPLAINED_OF, "被控告人：何秋，系峰峰镇派出所民警", ["何秋"]),
        (FieldKind.COMPLAINED_OF, "被申诉人：上拔剑村民委员会", ["上拔剑村民委员会"]),
        (FieldKind.COMPLAINED_OF, "实名举报该村党支部书记许银来贪污的问题", ["许银来"]),
        (FieldKind.COMPLAINED_OF, "邻居王山一家欺人太甚", ["王山"]),
        (FieldKind.COMPLAINED_OF, "经鉴定系永泰矿业集团有限公司采煤所致", ["永泰矿业集团有限公司"]),
        (FieldKind.COMPLAINED_OF, "去年冬天佳和物业服务有限公司没有来修", ["佳和物业服务有限公司"]),
        (FieldKind.COMPLAINED_OF, "村民沈振江强行在我地里栽树", ["沈振江"]),
        (FieldKind.COMPLAINED_OF, "我与康金凤民间借贷一案，至今没有执行", ["康金凤"]),
        (FieldKind.COMPLAINED_OF, "苏村原党支部书记唐保平，私自发包", ["唐保平"]),
        (FieldKind.COMPLAINED_OF, "请责成医院道歉，2021年5月学校也来过，督促物业公司维修，更换小区物业公司", []),
        (FieldKind.DATE, "2019年3月6日至2022年8月25日，我在工地干木工", ["2019年3月6日", "2022年8月25日"]),
        (FieldKind.DATE, "有效期限 2015.06.08-2035.06.08", []),
        (FieldKind.CASE_NUMBER, "撤销峰信访〔2024〕12号处理意见", ["峰信访〔2024〕12号"]),
        (FieldKind.CASE_NUMBER, "委员会作出邯市监投(2019)976号裁决", ["邯市监投(2019)976号"]),
        (FieldKind.REQUEST, "我的要求：一是补齐档案。二是重新核定养老金。", ["补齐档案", "重新核定养老金"]),
        (FieldKind.REQUEST, "控告请求：追究责任。事实经过：那天晚上八点，我被人打伤", ["追究责任"]),
        (FieldKind.REQUEST, "请求：(1)评估损失；(2)赔偿租金直到修好；(", ["评估损失", "赔偿租金直到修好"]),
        (FieldKind.COSIGNERS, "我代表家属院52户居民反映一件事", ["52户"]),
    ],
)
def test_a_value_is_found_as_people_write_it(fields: Fields, kind: FieldKind, text: str, values: list[str]) -> None:
    assert [field.value for field in fields(kind, text)] == values


def test_the_office_complained_of_does_not_tell_where_it_happened(fields: Fields) -> None:
    story = "我家在滏阳东路街道的宅院被征收。", "彭城镇人民政府答应补偿，彭城镇人民政府至今不给，彭城镇政府说再研究。"
    (place,) = fields(FieldKind.PLACE, *story)
    assert place.normalised == "130406001"


def test_a_label_with_nothing_behind_it_names_nobody(fields: Fields) -> None:
    assert fields(FieldKind.COMPLAINED_OF, "被反映人：", "诉求：", "1、公开账目") == []


def test_a_date_in_the_cell_of_a_form_is_whole_over_the_end_of_its_line() -> None:
    def line(text: str, left: float, top: float) -> Line:
        right = left + 0.025 * sum(0.55 if c.isascii() else 1 for c in text)
        return Line(text, ((left, top), (right, top), (right, top + 0.02), (left, top + 0.02)), 0.99)

    cell = [
        line("反映问题", 0.08, 0.1),
        line("我家在临水镇苏村有承包地二亩，一直由我耕种，2025年0", 0.24, 0.1),
        line("1月24日村里收走，说另有安排，到现在也没有书面的通知，", 0.24, 0.13),
        line("多次去问没有结果", 0.24, 0.16),
        line("登记日期", 0.08, 0.22),
        line("2025年12月12日", 0.24, 0.22),
    ]
    dates = [f for f in propose([PageText(0, tuple(cell), (), b"", 100, 141, 0.0)], None) if f.kind is FieldKind.DATE]
    assert [f.normalised for f in dates] == ["2025-01-24", "2025-12-12"]


def test_a_date_torn_by_the_end_of_a_line_is_asked_about(fields: Fields) -> None:
    torn, whole = fields(FieldKind.DATE, "村里在2025年1", "3日停水，2024年6月7日", "来过")
    assert torn.doubtful and not whole.doubtful


def test_a_unit_goes_on_with_the_figure_of_the_line_before_however_short_that_is(fields: Fields) -> None:
    (begun,) = fields(FieldKind.DATE, "书面通知没有，只靠种地，2021", "年1月到民政所问，说系统比对出来的")
    assert begun.normalised == "2021-01"


def test_a_number_of_an_unknown_office_is_asked_about(fields: Fields) -> None:
    (number,) = fields(FieldKind.CASE_NUMBER, "收到邯市监投〔2022〕第880号答复")
    assert number.normalised == "邯市监投〔2022〕第880号" and number.doubtful


def test_a_word_that_may_head_a_paragraph_also_begins_a_line_in_the_middle_of_a_sentence(fields: Fields) -> None:
    line = "请求纪委监委查清以上问题，依法依纪处理，对于有关材料，都要为"
    (asked,) = fields(FieldKind.REQUEST, line + "举报人保密。")
    assert asked.value.endswith("举报人保密")
