"""Purpose, kind, route and urgency of a matter: proposals from its words, each with the words that spoke for it. Pure.

The three kinds are those of the Regulations on Petitioning 2022, Art. 29 (suggestions), Art. 30 (accusations) and Art. 31
(claims); the six routes are the six items of Art. 31. A proposal decides nothing: the person at the desk does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from server.contract.v1 import Proposed


class Purpose(Enum):
    """信访目的, as the statistics name it."""

    APPEAL = "申诉"
    SETTLE = "求决"
    SUGGEST = "意见建议"
    ACCUSE = "揭发控告"
    ENQUIRE = "咨询"


class Kind(Enum):
    SUGGESTION = "建议意见类"
    ACCUSATION = "检举控告类"
    CLAIM = "申诉求决类"


class Route(Enum):
    """The items of Art. 31; the value is the number of the item."""

    LAW = 1
    ARBITRATION = 2
    PARTY_MEMBER = 3
    ADMINISTRATIVE = 4
    ENFORCEMENT = 5
    OPINION = 6


class Urgency(Enum):
    ORDINARY = "一般"
    #: life, health or daily needs of people are at stake now
    PRESSING = "紧急"
    #: the text speaks of an extreme act; the desk is alerted, nothing is judged
    ALARM = "预警"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What kind of matter this seems to be. `kind` is None for an enquiry: it is answered at once and no matter.

    `route` is set for claims only. `words` are those that decided, in the order purpose, route, urgency.
    """

    purpose: Purpose
    kind: Kind | None
    route: Route | None
    urgency: Urgency
    words: tuple[str, ...]
    legal_basis: str

    def shown(self, *, sealed: bool = False) -> Proposed:
        """Return what the contract says of it; of a sealed matter without the words."""
        return Proposed(
            purpose=self.purpose.value,
            kind=_KIND_CODE[self.kind] if self.kind else "",
            kind_name=self.kind.value if self.kind else "",
            route=self.route.value if self.route else 0,
            route_name=_ROUTE_NAME[self.route] if self.route else "",
            urgency=self.urgency.name.lower(),
            urgency_name=self.urgency.value,
            legal_basis=self.legal_basis,
            words=() if sealed else self.words,
        )


_KIND_CODE = {Kind.SUGGESTION: "suggestion", Kind.ACCUSATION: "accusation", Kind.CLAIM: "claim"}
_ROUTE_NAME = {
    Route.LAW: "依照诉讼、法律监督等法定程序处理",
    Route.ARBITRATION: "导入仲裁",
    Route.PARTY_MEMBER: "党员申诉、申请复审",
    Route.ADMINISTRATIVE: "导入行政复议、裁决、确认、许可、处罚等行政程序",
    Route.ENFORCEMENT: "依法查处违法行为、履行法定职责",
    Route.OPINION: "调查核实，出具信访处理意见书",
}
_KIND = {
    Purpose.APPEAL: Kind.CLAIM,
    Purpose.SETTLE: Kind.CLAIM,
    Purpose.SUGGEST: Kind.SUGGESTION,
    Purpose.ACCUSE: Kind.ACCUSATION,
    Purpose.ENQUIRE: None,
}
_APPEAL = re.compile(
    "不服(?!务)|申诉(?!求)|复查|复核|撤销[^。]{0,12}(?:决定|处分|处罚|意见)|重新(?:认定|鉴定|处理|调查)|纠正错误|恢复名誉|平反"
)
_SUGGEST = re.compile(
    "建议|提议|献策|倡议|几点意见|个人看法|合理化|可否考虑|应该(?:增设|增加|规划|完善)|希望(?:增设|开通|推广|完善)"
)
_ENQUIRE = re.compile(
    "请问|咨询|想了解|想问|问一下|不知道(?:能|可)|怎么办理|如何办理|怎样办理|需要(?:什么|哪些)(?:材料|手续|条件)|什么(?:时候|政策|标准)"
)
#: a wrong is told: an enquiry or a suggestion that has these wants something done
_WRONG = re.compile(
    "拖欠|欠薪|不给|拒不|拒绝|强行|强占|违法|违规|违建|乱收|投诉|举报|骗|赔偿|补偿|归还|退还|退款|严重|扰民|污染|噪音|推诿"
    "|多次反映|无人管|没人管|殴打|损失|查处|讨[个要]?(?:说法|公道)|维权|恳请|请求|解决"
)
#: first match wins: the special ways of the law go before the general ones
_ROUTES: tuple[tuple[Route, re.Pattern[str]], ...] = (
    (Route.PARTY_MEMBER, re.compile("党员申诉|党纪处分|党内(?:警告|严重警告)|撤销党内职务|留党察看|开除党籍|申请复审")),
    (
        Route.LAW,
        re.compile(
            "判决|裁定|上诉|再审|抗诉|申请执行|强制执行|执行局|不予立案|不立案|不给立案|立案标准|不起诉|起诉"
            "|刑事(?:案件|拘留|立案)|开庭|法律监督|国家赔偿|法院[^。]{0,6}(?:判|审|执行)|事故(?:责任)?认定"
        ),
    ),
    (
        Route.ARBITRATION,
        re.compile(
            "劳动仲裁|人事争议|劳动争议|仲裁|解除劳动合同|违法辞退|无故辞退|经济补偿金|同工不同酬"
            "|承包(?:经营|地|合同)?[^。]{0,8}(?:纠纷|收回)|收回[^。]{0,4}承包地"
        ),
    ),
    (
        Route.ADMINISTRATIVE,
        re.compile(
            "行政复议|行政裁决|行政确认|行政许可|行政处罚|处罚决定|工伤认定|(?:土地|林地|宅基地)[^。]{0,6}(?:确权|权属|争议)"
            "|许可证|资格认定|伤残等级"
        ),
    ),
    (
        Route.ENFORCEMENT,
        re.compile(
            "查处|取缔|执法|违法|违规|违章|违建|私自搭建|私搭|无证|无照|没有执照|扰民|污染|排污|偷排|直接排|倾倒|黑烟|油烟"
            "|噪[音声]|低音炮|假冒|伪劣|假种子|假药|过期|变质|吃出|食物中毒|虚假宣传|包治百病|乱收费|乱涨价|不退不换|强迫购物"
            "|拖欠[^。]{0,8}工资|欠薪|讨薪|(?:不发|没发|未发|克扣)[^。，]{0,6}工资|工资[^。，]{0,8}(?:不发|没发|要不到|要不回)"
            "|血汗钱|没有?(?:跟我)?签[^。，]{0,4}劳动合同|盗采|偷挖|非法|传销|赌博|卖淫|拒载|不打表|黑车|信息公开|欺诈|消防通道"
        ),
    ),
)
_ALARM = re.compile(
    "自杀|轻生|跳楼|喝(?:农)?药|服毒|自焚|同归于尽|爆炸|炸[毁掉]|报复社会|进京上访|赴京上访|进京|集体上访|活不下去"
)
_PRESSING = re.compile(
    "断水|停水|断电|停电|停暖|断气|塌陷|坍塌|垮塌|滑坡|泥石流|危房|漏电|燃气泄漏|煤气泄漏|中毒|重伤|生命危险|病危|抢救"
    "|未成年|孤儿|断粮|断炊|无家可归|火灾|决口"
)
#: at most so many words of one question are shown
_MOST = 3


def propose(text: str, accusation: tuple[str, ...] = ()) -> Proposal:
    """Propose from the text; `accusation` holds the words found by `cues.accusation`, which go before everything."""
    urgency, urgent = _urgency(text)
    purpose, spoken = (Purpose.ACCUSE, accusation[:_MOST]) if accusation else _purpose(text)
    kind = _KIND[purpose]
    route, led = _route(text) if kind is Kind.CLAIM else (None, ())
    return Proposal(purpose, kind, route, urgency, tuple(dict.fromkeys((*spoken, *led, *urgent))), _basis(kind, route))


def _purpose(text: str) -> tuple[Purpose, tuple[str, ...]]:
    if words := _words(_APPEAL, text):
        return Purpose.APPEAL, words
    wronged = _WRONG.search(text) is not None
    if not wronged:
        if words := _words(_SUGGEST, text):
            return Purpose.SUGGEST, words
        if words := _words(_ENQUIRE, text):
            return Purpose.ENQUIRE, words
    return Purpose.SETTLE, _words(_WRONG, text)


def _route(text: str) -> tuple[Route, tuple[str, ...]]:
    for route, pattern in _ROUTES:
        if words := _words(pattern, text):
            return route, words
    return Route.OPINION, ()


def _urgency(text: str) -> tuple[Urgency, tuple[str, ...]]:
    if words := _words(_ALARM, text):
        return Urgency.ALARM, words
    if words := _words(_PRESSING, text):
        return Urgency.PRESSING, words
    return Urgency.ORDINARY, ()


def _basis(kind: Kind | None, route: Route | None) -> str:
    match kind:
        case None:
            return ""
        case Kind.SUGGESTION:
            return "《信访工作条例》第二十九条"
        case Kind.ACCUSATION:
            return "《信访工作条例》第三十条"
        case Kind.CLAIM:
            number = "一二三四五六"[route.value - 1] if route else "六"
            return f"《信访工作条例》第三十一条第（{number}）项"


def _words(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.group() for found in pattern.finditer(text)))[:_MOST]
