"""Words that change the way of a matter before anybody asks what it is about: accusation, litigation. Pure.

An accusation (检举控告) names public officials or organs and says they broke discipline or law; it goes under seal to the
discipline inspection organ (Regulations on Petitioning 2022, Art. 30), so it is looked for before any routing. Sealing
one matter too many costs a day; sending one to the accused cannot be undone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: said of officials only, wherever it stands
_STRONG = re.compile(
    "贪污|受贿|行贿|索贿|贿赂|收受[^。！？]{0,6}(?:钱|礼|好处|红包|回扣)|挪用公款|以权谋私|买官|卖官|吃拿卡要"
    "|中饱私囊|权钱交易|公款吃喝|贪腐|贪赃|虚报冒领|套取[^。！？]{0,8}(?:资金|补贴|补助|款)"
)
#: said of officials mostly, in anger too: an accusation beside an official or an organ in the same sentence
_OFFICIAL = re.compile(
    "渎职|保护伞|滥用职权|徇私|枉法|腐败|官商勾结|失职|玩忽职守|优亲厚友|打击报复|贪官|包庇|利用职务|利用职权"
)
#: said of neighbours and companies too: only beside an official in the same sentence
_WEAK = re.compile("侵占|侵吞|挪用|私分|截留|克扣|冒领")
_POST = re.compile(
    "书记|镇长|乡长|区长|县长|市长|村长|主任|局长|副局|处长|科长|股长|所长|站长|院长|庭长|法官|检察官|校长|会计|出纳"
    "|支书|村官|队长|组长|干部|公务员|领导|民警|警察|村两委|两委|工作人员|官员"
)
_ORGAN = re.compile("村委|居委|镇政府|乡政府|街道办|区政府|县政府|局|派出所|法院|检察院|政府|党委|城管")
#: not public: a company, a shop, a neighbour cannot be accused of breaking public discipline
_PRIVATE = re.compile("公司|物业|开发商|集团|超市|酒店|饭店|商场|业主|商户|中介|老板|房东|邻居|工厂|店$")
_LAWSUIT = re.compile("判决|裁定|起诉|上诉|再审|申请执行|强制执行|不予立案|不起诉|仲裁裁决|行政复议决定|开庭|抗诉")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")


def accusation(text: str, complained_of: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the words that make this an accusation of a public official or organ; empty when it is none."""
    strong = tuple(dict.fromkeys(found.group() for found in _STRONG.finditer(text)))
    public = any(name.strip() and (_POST.search(name) or not _PRIVATE.search(name)) for name in complained_of)
    if strong and (public or any(name.strip() for name in complained_of) or _POST.search(text) or _ORGAN.search(text)):
        return strong
    found: dict[str, None] = {}
    for sentence in _SENTENCE.findall(text):
        official = public or _POST.search(sentence) is not None
        if official or _ORGAN.search(sentence):
            found.update(dict.fromkeys(_OFFICIAL.findall(sentence)))
        if official:
            found.update(dict.fromkeys(_WEAK.findall(sentence)))
    return tuple(found)


def lawsuit(text: str) -> tuple[str, ...]:
    """Return the words that say a court, arbitration or review body has or had the matter."""
    return tuple(dict.fromkeys(found.group() for found in _LAWSUIT.finditer(text)))
