"""Which units a written name means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.units.rules import UnitFacts, matching, with_subordinates

PREFIXES = ("河北省", "邯郸市", "峰峰矿区")
UNITS = (
    UnitFacts("gov", "", ("峰峰矿区区委区政府", "区委", "区政府"), own_line=False),
    UnitFacts("zuzhi", "gov", ("峰峰矿区委组织部", "区委组织部"), own_line=False),
    UnitFacts("jiwei", "gov", ("峰峰矿区纪委监委", "区纪委"), own_line=True),
    UnitFacts("hecun", "gov", ("和村镇人民政府", "和村镇"), own_line=False),
    UnitFacts("village", "hecun", ("和村镇演示村村民委员会", "演示村"), own_line=False),
    UnitFacts("renshe", "gov", ("峰峰矿区人力资源和社会保障局", "人社局", "区人社局"), own_line=False),
)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("和村镇人民政府城建办", {"hecun"}),
        ("河北省邯郸市峰峰矿区和村镇", {"hecun"}),
        ("和村镇党委书记 某某", {"hecun"}),
        ("区委组织部", {"zuzhi"}),
        ("和村镇演示村村民委员会", {"village"}),
        ("和村镇东坡村民委员会", set()),
        ("和村镇西坡村支书某某", set()),
        ("和村镇农村工作办公室", {"hecun"}),
        ("和村镇某某陶瓷有限公司", set()),
        ("人社局路物业服务中心", set()),
        ("峰峰矿区人社局劳动监察大队", {"renshe"}),
        ("社会保障局", {"renshe"}),
        ("峰峰矿区", set()),
        ("局", set()),
        ("", set()),
        ("某建筑公司", set()),
    ],
)
def test_a_written_name_means_these_units(name: str, codes: set[str]) -> None:
    assert matching(name, UNITS, PREFIXES) == codes


def test_everything_below_is_excluded_but_an_organ_with_a_line_of_its_own() -> None:
    assert with_subordinates(frozenset({"hecun"}), UNITS) == {"hecun", "village"}
    assert with_subordinates(frozenset({"gov"}), UNITS) == {"gov", "zuzhi", "hecun", "village", "renshe"}
    assert with_subordinates(frozenset({"jiwei"}), UNITS) == {"jiwei"}


@given(st.text(max_size=40))
def test_any_name_is_answered(name: str) -> None:
    assert matching(name, UNITS, PREFIXES) <= {unit.code for unit in UNITS}


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10))
def test_a_loop_among_superiors_ends(parents: list[int]) -> None:
    units = [UnitFacts(str(n), str(parent), (), own_line=False) for n, parent in enumerate(parents)]
    assert "0" in with_subordinates(frozenset({"0"}), units)
