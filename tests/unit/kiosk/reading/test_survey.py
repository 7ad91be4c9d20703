"""What the papers say beyond the form: co-signers, attachments, the four questions, length, bank cards, villages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.reading.fields import propose
from kiosk.reading.fields.answers import Asked
from kiosk.reading.fields.bank import LEFT_OUT, card_spans, luhn
from kiosk.reading.fields.signatories import CountOf
from kiosk.reading.fields.survey import LONGEST_CONTENT, Survey, survey
from kiosk.reading.result import FieldKind, PageText, ProposedField

SetPage = Callable[..., PageText]
Fields = Callable[..., list[ProposedField]]


@pytest.fixture
def look(set_page: SetPage) -> Callable[..., Survey]:
    return lambda *paragraphs: survey([set_page(*paragraphs)])


@pytest.mark.parametrize(
    ("text", "number", "of"),
    [
        ("我们是东坡村村民，王建国等23人联名反映。", 23, CountOf.PEOPLE),
        ("王建国等二十三人反映占地问题。", 23, CountOf.PEOPLE),
        ("全村9户村民联名致函领导。", 9, CountOf.HOUSEHOLDS),
        ("李梅等15户业主反映漏水问题。", 15, CountOf.HOUSEHOLDS),
    ],
)
def test_the_stated_number_of_co_signers_is_found(
    look: Callable[..., Survey], text: str, number: int, of: CountOf
) -> None:
    found = look(text).signatories
    assert found is not None and (found.number, found.of) == (number, of)


def test_thirty_unpaid_workers_are_no_co_signers(look: Callable[..., Survey]) -> None:
    assert look("公司拖欠30名工人的工资，我多次讨要。").signatories is None


def test_names_that_signed_are_counted_and_a_difference_is_asked_about(look: Callable[..., Survey]) -> None:
    names = "王建国 李梅 张德福 赵秀英"
    counted = look("反映完毕。", "联名签名：", *names.split()).signatories
    assert counted is not None and counted.number == 4 and counted.doubtful
    differing = look("王建国等23人联名反映。", "联名签名：", *names.split()).signatories
    assert differing is not None and differing.number == 23 and differing.doubtful and "4" in differing.remark


def test_the_list_of_attachments_has_titles_amounts_and_kind(look: Callable[..., Survey]) -> None:
    found = look(
        "反映完毕。", "附件：", "1．身份证复印件1份", "2．工资欠条原件2张", "3．现场照片", "信访人：王建国"
    ).attachments
    assert [(a.title, a.amount, a.unit, a.original) for a in found] == [
        ("身份证", 1, "份", False),
        ("工资欠条", 2, "张", True),
        ("现场照片", None, "", None),
    ]


@pytest.mark.parametrize(
    ("text", "asked", "doubtful"),
    [
        ("案号（2021）冀0406民初123号。", Asked.COURT, False),
        ("不服邯劳人仲案字（2024）36号裁决。", Asked.ARBITRATION, False),
        ("收到峰信复查〔2025〕24号，不同意。", Asked.EARLIER_OPINION, False),
        ("区政府作出了行政复议决定书。", Asked.RECONSIDERATION, False),
        ("后来我到法院去问。", Asked.COURT, True),
    ],
)
def test_the_four_questions_are_answered_yes_from_documents_and_words(
    look: Callable[..., Survey], text: str, asked: Asked, doubtful: bool
) -> None:
    answers = {answer.question: answer.doubtful for answer in look(text).answers}
    assert answers[asked] is doubtful


def test_what_has_not_happened_yet_answers_nothing(look: Callable[..., Survey]) -> None:
    assert look("如果再不解决我就起诉。公司让我去仲裁。").answers == ()


def test_more_than_four_thousand_characters_become_an_attachment(set_page: SetPage) -> None:
    short = survey([set_page("路灯坏了。" * 100)])
    assert not short.as_attachment and short.content == short.text
    long = survey([set_page("路灯坏了没有人修。" * 460)])
    assert len(long.text) > LONGEST_CONTENT and long.as_attachment and long.content == ""


def test_a_bank_card_is_neither_proposed_nor_kept(look: Callable[..., Survey], fields: Fields) -> None:
    card = "6222 0200 0000 0000 000"
    assert luhn(card.replace(" ", ""))
    paper = (f"请求事项：把工资3500元打到我的银行卡{card}。", "身份证130406190001010016，电话13800001111。")
    assert card_spans(paper[0]) and not card_spans(paper[1])
    seen = look(*paper)
    assert card not in seen.text and LEFT_OUT in seen.text and "130406190001010016" in seen.text
    for kind in FieldKind:
        assert not any("6222" in field.value for field in fields(kind, *paper))


def test_a_village_of_the_gazetteer_has_twelve_digits(fields: Fields) -> None:
    (field,) = fields(FieldKind.PLACE, "事情发生在彭城镇彭城演示东村的工地上。")
    assert (field.value, field.normalised, field.doubtful) == ("彭城镇彭城演示东村", "130406106901", False)
    (alone,) = fields(FieldKind.PLACE, "事情发生在彭城演示东村的工地上。")
    assert alone.normalised == "130406106901"


def test_several_villages_leave_the_township(fields: Fields) -> None:
    (field,) = fields(FieldKind.PLACE, "彭城镇彭城演示东村和彭城演示西村都停水。")
    assert field.normalised == "130406106" and field.doubtful


def test_the_summary_leaves_out_who_wrote(set_page: SetPage) -> None:
    page = set_page(
        "关于拖欠工资的情况反映",
        "尊敬的领导：",
        "您好！我叫王建国，家住彭城镇东坡村3号，电话13800001111。2023年5月恒泰公司拖欠我和工友工资73500元，多次讨要没有结果。",
        "请求事项：",
        "1．责令恒泰公司支付工资73500元。",
    )
    (summary,) = [field.value for field in propose([page], None) if field.kind is FieldKind.SUMMARY]
    assert summary.startswith("关于拖欠工资的情况反映。") and "恒泰公司拖欠" in summary and "请求：责令" in summary
    assert not any(own in summary for own in ("王建国", "13800001111", "东坡村3号"))
