"""What labels of strangers mean: branches under their old and new names, narrower classes, and departments."""

from __future__ import annotations

import pytest

from server.routing.examples import Example, spelt_as
from server.routing.labels import answer_by_default, code_of, codes_of, is_known, label_codes
from server.routing.scheme import known_prefix


@pytest.mark.parametrize(
    ("label", "codes"),
    [
        ("城乡建设", {"03"}),
        ("住房城乡建设", {"03"}),
        ("工资发放", {"040202"}),
        ("安全生产", {"0309", "0907"}),
        ("某某区住房和城乡建设局", {"03"}),
        ("某市生态环境局某某区分局", {"13"}),
        ("省教育厅", {"06"}),
        ("卫生健康委员会", {"05"}),
        ("其他", {"99"}),
        ("天外来客", set()),
    ],
)
def test_a_label_means_a_part_of_the_scheme_by_its_name_or_its_department(label: str, codes: set[str]) -> None:
    assert codes_of(label) == codes
    assert is_known(label) == bool(codes)


def test_every_listed_label_points_into_the_scheme() -> None:
    assert all(known_prefix(code) for codes in label_codes().values() for code in codes)


def test_a_label_of_one_part_becomes_its_code_and_any_other_stays() -> None:
    assert [code_of(label) for label in ("人社局", "法院", "安全生产", "030413")] == [
        "040000",
        "080100",
        "安全生产",
        "030413",
    ]


def test_of_two_departments_the_narrower_is_meant() -> None:
    labels = ("卫健委", "市场监管局", "人社局")
    said = [answer_by_default(text, "", labels).labels[0] for text in ("饭店用地沟油，食物中毒", "医院误诊，没有输血")]
    assert said == ["市场监管局", "卫健委"]


def test_departments_are_spelt_as_the_branches_that_were_taught() -> None:
    told = [Example("", label, "") for label in ("市场监管局", "某市卫生健康委员会", "天外来客")]
    spelt = spelt_as(told, {"商贸旅游", "卫生计生"})
    assert [one.label for one in spelt] == ["商贸旅游", "卫生计生", "天外来客"]
