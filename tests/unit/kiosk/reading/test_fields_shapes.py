"""Shapes in which people write what they write: each that once was misread stands here. All people are synthetic."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.reading.result import FieldKind, ProposedField

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
        (FieldKind.DATE, "2018/4/17答复，2026-02-13签字", ["2018/4/17", "2026-02-13"]),
        (FieldKind.COMPLAINED_OF, "被控告人：何秋，系峰峰镇派出所民警", ["何秋"]),
        (FieldKind.COMPLAINED_OF, "被申诉人：上拔剑村民委员会", ["上拔剑村民委员会"]),
        (FieldKind.COMPLAINED_OF, "实名举报该村党支部书记许银来贪污的问题", ["许银来"]),
        (FieldKind.COMPLAINED_OF, "邻居王山一家欺人太甚", ["王山"]),
        (FieldKind.COMPLAINED_OF, "经鉴定系永泰矿业集团有限公司采煤所致", ["永泰矿业集团有限公司"]),
        (FieldKind.COMPLAINED_OF, "去年冬天佳和物业服务有限公司没有来修", ["佳和物业服务有限公司"]),
        (FieldKind.CASE_NUMBER, "委员会作出邯市监投(2019)976号裁决", ["邯市监投(2019)976号"]),
        (FieldKind.REQUEST, "我的要求：一是补齐档案。二是重新核定养老金。", ["补齐档案", "重新核定养老金"]),
        (FieldKind.REQUEST, "控告请求：追究责任。事实经过：那天晚上八点，我被人打伤", ["追究责任"]),
        (FieldKind.REQUEST, "请求：(1)评估损失；(2)赔偿租金直到修好；(", ["评估损失", "赔偿租金直到修好"]),
        (FieldKind.COSIGNERS, "我代表家属院52户居民反映一件事", ["52户"]),
    ],
)
def test_a_value_is_found_as_people_write_it(fields: Fields, kind: FieldKind, text: str, values: list[str]) -> None:
    assert [field.value for field in fields(kind, text)] == values


def test_a_number_of_an_unknown_office_is_asked_about(fields: Fields) -> None:
    (number,) = fields(FieldKind.CASE_NUMBER, "收到邯市监投〔2022〕第880号答复")
    assert number.normalised == "邯市监投〔2022〕第880号" and number.doubtful


def test_a_word_that_may_head_a_paragraph_also_begins_a_line_in_the_middle_of_a_sentence(fields: Fields) -> None:
    line = "请求纪委监委查清以上问题，依法依纪处理，对于有关材料，都要为"
    (asked,) = fields(FieldKind.REQUEST, line + "举报人保密。")
    assert asked.value.endswith("举报人保密")
