"""Grounds on which a matter is not accepted, no longer accepted or led elsewhere, with paper and article.

Regulations on Petitioning 2022; the codes are this project's. Matters for litigation and other lawful routes are led
there and not "refused": the Regulations no longer know a refusal for them (Art. 31).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.cases.papers import Paper


class Ground(StrEnum):
    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"
    N6 = "N6"
    N7 = "N7"
    N8 = "N8"


@dataclass(frozen=True, slots=True)
class GroundFacts:
    """`paper` is None where no written notice is owed."""

    text: str
    text_en: str
    paper: Paper | None
    article: str


GROUNDS: dict[Ground, GroundFacts] = {
    Ground.N1: GroundFacts(
        "同一事项已经受理或者正在办理，在规定期限内又向上级提出",
        "Already in hand below; raised above within the limit",
        Paper.REFUSAL,
        "《信访工作条例》第十九条第三款",
    ),
    Ground.N2: GroundFacts(
        "对复核意见不服，仍以同一事实和理由提出",
        "Same facts and reasons after re-review",
        Paper.NO_MORE,
        "《信访工作条例》第三十六条第三款",
    ),
    Ground.N3: GroundFacts(
        "不属于本机关、单位或者本系统职权范围",
        "Not within the powers of this organ",
        Paper.GUIDANCE,
        "《信访工作条例》第二十三条第一款",
    ),
    Ground.N4: GroundFacts(
        "涉及诉讼权利救济，应当向政法部门提出",
        "A matter of litigation",
        Paper.GUIDANCE,
        "《信访工作条例》第二十条第二款、第二十二条第二款",
    ),
    Ground.N5: GroundFacts(
        "已经或者依法应当通过仲裁、行政复议等法定途径解决",
        "To be solved by arbitration, reconsideration or another lawful route",
        Paper.PROCEDURE,
        "《信访工作条例》第三十一条",
    ),
    Ground.N6: GroundFacts(
        "应当到有权处理的本级或者上一级机关设立的接待场所提出",
        "To be raised at the competent level or the next above",
        Paper.GUIDANCE,
        "《信访工作条例》第二十条第一款",
    ),
    Ground.N7: GroundFacts(
        "复查、复核申请超过规定期限或者越级提出",
        "Review asked too late or past a level",
        Paper.REFUSAL,
        "《信访工作条例》第三十五条、第三十六条",
    ),
    Ground.N8: GroundFacts(
        "信访人姓名（名称）、住址不清",
        "Name or address not clear; registered, no written notice owed",
        None,
        "《信访工作条例》第二十三条第二款",
    ),
}
