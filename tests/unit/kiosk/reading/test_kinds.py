"""Kinds of pages, pages taken twice, text over the edge, other scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from kiosk.reading.engine import FoundLine
from kiosk.reading.judge import line_issues, unread
from kiosk.reading.kinds import PageKind, page_kind, repeated
from kiosk.reading.result import Line, PageIssue, PageText

SetPage = Callable[..., PageText]


@pytest.mark.parametrize(
    ("paper", "kind"),
    [
        (("尊敬的领导：", "您好！我是彭城镇村民。", "此致", "敬礼"), PageKind.LETTER),
        (("来访登记表", "姓名", "王建国", "填表人签名："), PageKind.FORM),
        (("群众来访登记表", "姓名 王建国", "性别 男 民族 汉", "公民身份号码 130406190001010016"), PageKind.FORM),
        (("我与王建国一案，我家借出的钱", "我拿着民事判决书去人民法院"), PageKind.LETTER),
        (("姓名 王建国", "性别 男 民族 汉", "公民身份号码 130406190001010016"), PageKind.ID_COPY),
        (("收款收据", "今收到王建国交来采暖费", "￥1820 大写：壹仟捌佰贰拾元整"), PageKind.RECEIPT),
        (("峰峰矿区人民法院", "民事判决书", "原告：王建国", "本院认为"), PageKind.COURT_PAPER),
        (("信访事项答复意见书", "峰信〔2025〕24号", "经调查，你反映的问题属实。"), PageKind.OPINION),
        (("出租房屋价格面议请来电话",), PageKind.OTHER),
    ],
)
def test_a_page_is_told_by_its_words(set_page: SetPage, paper: tuple[str, ...], kind: PageKind) -> None:
    assert page_kind(set_page(*paper)) is kind


def test_a_picture_without_text_is_a_photo() -> None:
    assert page_kind(PageText(0, (), (PageIssue.NO_TEXT,), b"", 10, 10, 0.0)) is PageKind.PHOTO


def test_a_page_taken_again_is_noticed_although_read_a_little_differently(set_page: SetPage) -> None:
    story = (
        "我自2023年1月起在彭城镇的工地干活，约定每人每月工资3500元，完工以后公司一直不发工资，找了很多次都没有结果。"
    )
    first, again = set_page(story), set_page(story.replace("工地", "土地"), index=2)
    other = set_page(
        "小区的暖气一直不热，打电话报修多次，来人量了温度就走，问题没有解决，老人孩子夜里冻得睡不着。", index=1
    )
    assert repeated([first, other, again]) == {2: 0}


def test_two_short_pages_are_never_called_the_same(set_page: SetPage) -> None:
    assert repeated([set_page("收据"), set_page("收据", index=1)]) == {}


def test_lines_that_run_over_the_edge_are_cut_off(set_page: SetPage) -> None:
    page = set_page("第一行文字在这里", "第二行文字在这里", "第三行文字在这里")
    assert list(line_issues(page.lines)) == []
    moved = [replace(line, box=tuple((x - line.box[0][0], y) for x, y in line.box)) for line in page.lines]
    assert list(line_issues(moved)) == [PageIssue.CUT_OFF]


def _column(left: float, lean: float, count: int = 6) -> list[Line]:
    def row(top: float) -> Line:
        right, fall = left + 0.35, 0.35 * lean
        box = ((left, top), (right, top + fall), (right, top + fall + 0.02), (left, top + 0.02))
        return Line("这一行文字写在一张纸上", box, 0.99)

    return [row(0.1 + 0.05 * n) for n in range(count)]


def test_columns_that_lean_apart_are_sheets_over_each_other_and_columns_of_one_sheet_are_not() -> None:
    assert list(line_issues([*_column(0.05, 0.0), *_column(0.55, 0.06)])) == [PageIssue.SEVERAL_SHEETS]
    assert list(line_issues([*_column(0.05, 0.005), *_column(0.55, -0.005)])) == []


def test_lines_of_which_no_letter_could_be_read_are_another_script() -> None:
    quads = [np.array([[0, y], [600, y], [600, y + 50], [0, y + 50]], np.float32) for y in (0, 100, 200, 300)]
    assert unread(quads, [FoundLine(quads[0], "! , !", 0.96), FoundLine(quads[1], "m3 irn", 0.3)])
    assert not unread(quads, [FoundLine(quad, "门口的路坏了三年", 0.99) for quad in quads])
    assert not unread([], [])


def test_another_script_is_said(set_page: SetPage) -> None:
    english = set_page("To whom it may concern", "I live in this village and the road is broken.")
    assert list(line_issues(english.lines)) == [PageIssue.OTHER_SCRIPT]
    box = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.2), (0.1, 0.2))
    noise = [Line("乚丿亅丶乛乀乁乂乄乆乇么义" * 3, box, 0.4)]
    assert list(line_issues(noise)) == [PageIssue.OTHER_SCRIPT]


def test_a_letter_that_gives_a_number_is_no_card_and_goes_on_over_the_page(set_page: SetPage) -> None:
    headed = (
        "姓名：董霞",
        "性别：女",
        "公民身份号码：130406190001010016",
        "户籍地：峰峰矿区大峪镇演示东村4组",
        "反映问题：公司拖欠货款，法院判决以后也不给，公安局也去过，没有人管。" * 6,
        "我的诉求：依法执行。",
    )
    assert page_kind(set_page(*headed)) is PageKind.LETTER
    further = ("村里说要打井，让每户交钱，收了钱没有动静，大家到邻村拉水，一方水很贵，" * 4,)
    assert page_kind(set_page(*further)) is PageKind.LETTER
