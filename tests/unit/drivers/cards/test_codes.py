from __future__ import annotations

from drivers.cards.codes import ETHNIC_GROUPS, ethnic_name, sex_name


def test_the_table_holds_56_groups_and_the_two_police_codes() -> None:
    assert len(ETHNIC_GROUPS) == 58
    assert [ETHNIC_GROUPS[code] for code in ("01", "20", "31", "46", "56", "97")] == [
        "汉",
        "傈僳",
        "达斡尔",
        "德昂",
        "基诺",
        "其他",
    ]


def test_unknown_codes_are_shown_as_they_are() -> None:
    assert (sex_name("7"), ethnic_name("57"), ethnic_name("")) == ("7", "57", "")


def test_not_everybody_who_is_not_male_is_female() -> None:
    assert [sex_name(code) for code in "0129"] == ["未知", "男", "女", "未说明"]
