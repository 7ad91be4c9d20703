"""The printed front of an identity card, from lines as engines really give them and from lines they never would."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reading.cardface import read_face
from kiosk.reading.facevalue import CardFace
from kiosk.reading.result import Line

BOX = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.2), (0.1, 0.2))
CLEAN = (
    "姓名", "李样本", "性别", "男", "民族汉", "出生", "1900年1月1日", "住址", "河北省邯郸市峰峰矿区样", "本路1号",
    "公民身份号码", "130406190001010016",
)  # fmt: skip
LI = CardFace("李样本", "1", "汉", date(1900, 1, 1), "河北省邯郸市峰峰矿区样本路1号", "130406190001010016")


def face(*texts: str) -> CardFace | None:
    return read_face([Line(text, BOX, 0.9) for text in texts])


def with_line(old: str, new: str) -> tuple[str, ...]:
    assert old in CLEAN
    return tuple(new if text == old else text for text in CLEAN)


def test_a_clean_card_is_read_whole() -> None:
    assert face(*CLEAN) == LI


NOISY = {
    "labels glued to values": (
        "姓名李样本", "性别男民族汉", "出生1900年1月1日", "住址河北省邯郸市峰峰矿区样", "本路1号",
        "公民身份号码130406190001010016",
    ),
    "blanks and full width": (
        "姓 名　李样本", "性 别 男 民 族 汉", "出 生 １９００ 年 1 月 1 日", "住 址 河北省邯郸市峰峰矿区样", "本路１号",
        "公民身份号码 1 3 0 4 0 6 1 9 0 0 0 1 0 1 0 0 1 6",
    ),
    "letters for figures": with_line("130406190001010016", "I3O4O619OOO1O1OO16"),
    "number broken in two": (*CLEAN[:-1], "130406190001", "010016"),
    "labels misread": (*with_line("姓名", "性名")[:6], "1900年1月1日", "佳址", *CLEAN[8:]),
    "no label of the name": CLEAN[1:],
    "no label of the number": (*CLEAN[:-2], CLEAN[-1]),
    "a word of the camera above": ("样本 SPECIMEN", *CLEAN),
}  # fmt: skip


@pytest.mark.parametrize("texts", NOISY.values(), ids=NOISY)
def test_noise_of_the_engine_changes_nothing(texts: tuple[str, ...]) -> None:
    assert face(*texts) == LI


def test_a_closing_x_is_read_in_any_way_it_comes() -> None:
    for end in ("X", "x", "×"):
        read = face("姓名古丽·示例", "性别女民族维吾尔", "公民身份号码", f"13040619000101018{end}")
        assert read is not None
        assert (read.name, read.sex, read.ethnic, read.number) == ("古丽·示例", "2", "维吾尔", "13040619000101018X")


def test_a_street_called_after_a_label_stays_in_the_address() -> None:
    read = face(*with_line("本路1号", "本民族路1号"))
    assert read is not None
    assert read.address == "河北省邯郸市峰峰矿区样本民族路1号"


@pytest.mark.parametrize(
    "texts",
    [
        with_line("130406190001010016", "130406190001010017"),
        with_line("130406190001010016", "13040619000101001"),
        with_line("130406190001010016", "1304061900010100161"),
        with_line("1900年1月1日", "1900年1月2日"),
        with_line("男", "女"),
        ("130406190001010016",),
        ("我的身份证号码是130406190001010016",),
        (),
    ],
    ids=["check character", "too short", "too long", "other birth", "other sex", "no card", "a letter", "nothing"],
)
def test_what_cannot_be_right_is_no_face(texts: tuple[str, ...]) -> None:
    assert face(*texts) is None


def test_a_face_never_shows_itself_in_a_log() -> None:
    assert "李" not in repr(LI)


_PIECES = st.sampled_from((*CLEAN, "姓名", "民", "族", "身份", "出生19", "X", "年", "\n", "١٢٣", "Ⅻ", "𠀀", "·"))
_TEXTS = st.lists(st.one_of(st.text(max_size=24), st.lists(_PIECES, max_size=4).map("".join)), max_size=16)


@given(_TEXTS)
def test_garbage_never_raises_and_a_number_always_agrees_with_itself(texts: list[str]) -> None:
    read = face(*texts)
    if read is not None:
        assert read.number[6:14] == f"{read.birth:%Y%m%d}"
        assert read.sex == ("1" if int(read.number[16]) % 2 else "2")


NEW_FOREIGNER = (
    "中华人民共和国", "外国人永久居留身份证", "FOREIGN PERMANENT RESIDENT ID CARD", "姓名/Name", "YANGBEN, ZHENGJIAN", "证件样本",
    "性别/Sex 女/F", "出生日期/Date of Birth", "1981.08.03", "国籍/Nationality", "加拿大/CAN", "有效期限/Period of Validity",
    "2023.12.01-2033.11.30", "证件号码/ID Number", "911124198108030024",
)  # fmt: skip
OLD_FOREIGNER = (*NEW_FOREIGNER[:4], "YANGBEN, ZHENGJIAN", *NEW_FOREIGNER[6:-1], "CAN110081080310")


def test_a_foreigner_s_card_of_either_edition_is_read() -> None:
    new = face(*NEW_FOREIGNER)
    assert new == CardFace("证件样本", "2", "", date(1981, 8, 3), "", "911124198108030024")
    old = face(*OLD_FOREIGNER)
    assert old == CardFace("YANGBEN, ZHENGJIAN", "2", "", date(1981, 8, 3), "", "CAN110081080310")


def test_a_foreigner_s_card_whose_dates_differ_is_not_taken() -> None:
    assert face(*(line.replace("1981.08.03", "1981.08.04") for line in OLD_FOREIGNER)) is None
    assert face(*(line.replace("1981.08.03", "1981.08.04") for line in NEW_FOREIGNER)) is None


def test_labels_and_values_on_one_line_are_told_apart() -> None:
    read = face(
        "外国人永久居留身份证 姓名/Name YANGBEN, ZHENGJIAN", "性别/Sex 男/M 出生日期/Date of Birth 1981.08.03",
        "国籍/Nationality 加拿大/CAN", "证件号码/ID Number CAN 1100 810803 1 0",
    )  # fmt: skip
    assert read is not None and (read.name, read.sex, read.number) == ("YANGBEN, ZHENGJIAN", "1", "CAN110081080310")
