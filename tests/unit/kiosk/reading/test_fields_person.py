"""The petitioner on the paper. All people are synthetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.reading.fields import propose
from kiosk.reading.result import FieldKind, KnownPerson, PageIssue, PageText, ProposedField

Fields = Callable[..., list[ProposedField]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("信访人：王建国，男，汉族，住彭城镇", "王建国"),
        ("信 访 人 ： 李梅 性别：女", "李梅"),
        ("申诉人：欧阳海，男", "欧阳海"),
        ("姓名:赵秀英 性别:女", "赵秀英"),
        ("举报人(签名)：古丽·买买提，女", "古丽·买买提"),
        ("尊敬的领导：您好！我叫张德福，家住和村镇", "张德福"),
        ("本人陈玉，今年六十八岁", "陈玉"),
    ],
)
def test_the_name_is_found_in_every_usual_shape(fields: Fields, text: str, name: str) -> None:
    assert [field.value for field in fields(FieldKind.NAME, text)] == [name]


def test_the_other_side_is_not_taken_for_the_petitioner(fields: Fields) -> None:
    paper = ("信访人：王建国", "电话：13800001111", "被反映人：李强，男，电话：13900002222", "请求事项：查处")
    assert [f.value for f in fields(FieldKind.NAME, *paper)] == ["王建国"]
    assert [f.value for f in fields(FieldKind.PHONE, *paper)] == ["13800001111"]


def test_an_id_number_with_a_wrong_check_digit_is_kept_and_doubted(fields: Fields) -> None:
    good, bad = "130406190001010016", "130406190001010018"
    (right,) = fields(FieldKind.ID_NUMBER, f"身份证号：{good}")
    (wrong,) = fields(FieldKind.ID_NUMBER, f"身份证号：{bad}")
    assert (right.value, right.normalised, right.doubtful) == (good, good, False)
    assert (wrong.value, wrong.normalised, wrong.doubtful) == (bad, "", True)
    assert wrong.remark


def test_an_id_number_in_full_width_digits_with_small_x_is_normalised(fields: Fields) -> None:
    (field,) = fields(FieldKind.ID_NUMBER, "公民身份号码：１３０４０６１９０００１０１０１８ｘ")
    assert field.normalised == "13040619000101018X"


def test_an_id_number_broken_by_a_line_end_is_whole(set_page: Callable[..., PageText]) -> None:
    page = set_page("信访人：王建国，男，汉族，1900年1月1日出生，住峰峰矿区，身份证130406190001010016，电话略")
    assert len(page.lines) > 1
    (field,) = [f for f in propose([page], None) if f.kind is FieldKind.ID_NUMBER]
    assert field.value == "130406190001010016"


def test_phones_are_found_with_spaces_and_as_landlines_and_never_inside_an_id_number(fields: Fields) -> None:
    found = fields(FieldKind.PHONE, "身份证130406190001010016，电话：138 0000 1111，家里0310-5160001")
    assert [field.normalised for field in found] == ["13800001111", "0310-5160001"]


def test_the_address_stops_before_the_next_item_and_may_cross_lines(fields: Fields) -> None:
    text = (
        "信访人：王建国，男，汉族，现住河北省邯郸市峰峰矿区彭城镇富田路十五号院三号楼二单元，身份证号130406190001010016"
    )
    (field,) = fields(FieldKind.ADDRESS, text)
    assert field.value == "河北省邯郸市峰峰矿区彭城镇富田路十五号院三号楼二单元"


def test_where_the_trouble_is_does_not_replace_the_address_on_the_form(fields: Fields) -> None:
    paper = ("住址：河北省邯郸市峰峰矿区义井镇柳条村284号", "我家住在新坡镇东坡村小区，去年暖气一直不热。")
    (field,) = fields(FieldKind.ADDRESS, *paper)
    assert field.value == "河北省邯郸市峰峰矿区义井镇柳条村284号"


def test_an_introduction_gives_the_village(fields: Fields) -> None:
    (field,) = fields(FieldKind.ADDRESS, "尊敬的领导：", "我是和村镇石桥村的村民，向您反映一件事。")
    assert field.value == "和村镇石桥村"


def test_what_differs_from_the_card_says_so_and_is_doubtful(fields: Fields) -> None:
    known = KnownPerson("王建国", "130406190001010016", "河北省邯郸市峰峰矿区彭城镇石桥村1号")
    (name,) = fields(FieldKind.NAME, "信访人：王建民，男", known=known)
    assert name.doubtful and "身份证" in name.remark
    (same,) = fields(FieldKind.NAME, "信访人：王建国，男", known=known)
    assert not same.doubtful and not same.remark
    (shorter,) = fields(FieldKind.ADDRESS, "住址：峰峰矿区彭城镇石桥村1号", known=known)
    assert not shorter.remark


def test_two_names_on_one_paper_are_shown_as_a_question(fields: Fields) -> None:
    (field,) = fields(FieldKind.NAME, "信访人：王建国，男", "事实如下。", "申请人：李梅，女")
    assert field.doubtful and "李梅" in field.remark


def test_an_address_that_ends_where_its_line_does_without_a_house_is_asked_about(fields: Fields) -> None:
    (torn,) = fields(FieldKind.ADDRESS, "住址：河北省邯郸市峰峰矿区和", "电话：13800001111")
    (whole,) = fields(FieldKind.ADDRESS, "住址：河北省邯郸市峰峰矿区和村镇石桥村50号", "电话：13800001111")
    assert torn.doubtful and not whole.doubtful


def test_the_address_of_an_identity_card_goes_on_below_itself(set_page: Callable[..., PageText]) -> None:
    first, second, number = set_page(
        "住址 邯郸市峰峰矿区彭城镇常范", "庄村174号", "公民身份号码 130406190001010016"
    ).lines
    moved = replace(second, box=tuple((x + 2.5 * 0.025, y) for x, y in second.box))  # type: ignore[arg-type]
    page = PageText(0, (first, moved, number), (), b"", 1488, 2105, 0.0)
    (field,) = [f for f in propose([page], None) if f.kind is FieldKind.ADDRESS]
    assert field.value == "邯郸市峰峰矿区彭城镇常范庄村174号"


def test_what_belongs_to_a_party_of_a_court_paper_is_asked_about(fields: Fields) -> None:
    paper = ("原告：阎全胜，男，汉族，住峰峰矿区大峪镇。", "被告：薛有福，男，汉族，住峰峰矿区彭城镇富田村3号。")
    assert all(field.doubtful for field in fields(FieldKind.ADDRESS, *paper))
    assert all(field.doubtful for field in fields(FieldKind.PLACE, *paper))


@pytest.mark.parametrize("issue", [PageIssue.SEVERAL_SHEETS, PageIssue.CUT_OFF])
def test_every_value_of_a_page_with_another_sheet_or_a_part_missing_is_asked_about(
    set_page: Callable[..., PageText], issue: PageIssue
) -> None:
    page = set_page(
        "信访人：王建国", "电话：13800001111", "身份证号：130406190001010016", "2024年5月6日拖欠工资3600元。"
    )
    assert not all(field.doubtful for field in propose([page], None))
    # cues are words of the text as a whole
    asked = [f for f in propose([replace(page, issues=(issue,))], None) if f.region is not None]
    assert len(asked) >= 5 and all(field.doubtful for field in asked)
