"""What sort of paper a page is, and which pages were taken twice. From the text as read; proposes, decides nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from kiosk.reading.result import PageIssue, PageText


class PageKind(StrEnum):
    LETTER = "letter"
    FORM = "form"
    ID_COPY = "id_copy"
    RECEIPT = "receipt"
    COURT_PAPER = "court_paper"
    #: opinions and answers of offices (答复意见书, 处理决定)
    OPINION = "opinion"
    PHOTO = "photo"
    OTHER = "other"


#: signs of each kind; a page is of the kind with the most, when it has at least two
_SIGNS: dict[PageKind, tuple[re.Pattern[str], ...]] = {
    kind: tuple(re.compile(sign) for sign in signs)
    for kind, signs in {
        PageKind.ID_COPY: (
            r"公民身份号码",
            r"居民身份证|签发机关|有效期限",
            r"(?m)^姓\s*名",
            r"(?m)^(?:性\s*别|民\s*族|出\s*生|住\s*址)",
            r"公安局",
        ),
        PageKind.RECEIPT: (
            r"(?m)^\s*(?:收\s*据|收\s*条|欠\s*条|借\s*条|发\s*票)|专用发票|普通发票|收款收据|小票|收银",
            r"今收到|今欠|交款单位|收款人|收款方式|开票人|价税合计|实收|找零",
            r"(?:小写|大写)|[￥¥]|N[oO][.:：]?\s?\d{5,}",
        ),
        PageKind.COURT_PAPER: (
            r"人民法院|仲裁委员会|人民检察院",
            r"判\s*决\s*书|裁\s*定\s*书|调\s*解\s*书|裁\s*决\s*书|起诉书|传\s*票|受理案件通知书",
            r"审\s*判\s*[长员]|书\s*记\s*员|原告|被告|上诉人|本院认为|如下判决|合议庭",
        ),
        PageKind.OPINION: (
            r"答复意见书|处理意见书|复查意见书|复核意见书|告知书|处罚决定书|行政复议决定书",
            r"经(?:调查|核实|研究)|你(?:反映|提出)的|你们反映的|如不服本|可自收到本",
            r"〔20\d{2}〕\s?\d+\s?号",
        ),
        PageKind.FORM: (
            r"登记表|申请表|审批表|申报表|信息表|来访表",
            r"填表(?:人|日期|说明)|经办人|受理单位|审批意见|(?:单位)?盖章",
            r"(?m)^(?:姓名|性别|民族|联系电话|家庭住址|身份证号)\s*$",
        ),
        PageKind.LETTER: (
            r"(?m)尊敬的|敬爱的|^[^，。：:\n]{2,20}(?:局|府|委|委员会|法院|中心|办)(?:各位)?(?:领导|负责同志)?[:：]$",
            r"此\s*致|敬\s*礼",
            r"(?:信访|申诉|反映|举报|控告|写信|申请|上访|求助|联系)人(?:姓名)?[:：]|代表[:：]",
            r"事实(?:与|和)理由|请求事项|诉求|恳请|恳求|请求|要求|希望|盼望",
            r"(?:我|俺|本人|我们|俺们)(?:是|叫|系|家)|名叫|本人",
            r"(?m)^(?:关于.{2,40}的)?.{0,12}(?:申诉书|控告书|控诉|举报信|求助信|联名信|情况反映|情况说明|信访材料|上访材料|申请书|建议书?)$",
        ),
    }.items()
}
_LEAST_SIGNS = 2
#: a form says so in its first lines; what stands in it may be of any kind
_FORM_TITLE, _HEAD = re.compile(r"(?m)(?:登记|申请|审批|申报|信息|来访)表$"), 3
#: no court writes so
_FIRST_PERSON = re.compile(r"(?m)尊敬的|^我|[，。]我(?:是|叫|家|与|和|们|于|的)")
#: characters on both sides of an identity card; more is a letter that gives a number
_MOST_CARD = 240
#: commas and full stops, and characters, from which a page without signs is running text: a letter goes on
_STOPS, _RUNNING = 5, 100
#: characters of text a page needs before its words can tell anything
_LEAST_TEXT = 8
#: pages are the same when they share this part of their letter pairs; shorter pages say too little
_SAME, _LEAST_PAIRS = 0.80, 20


def page_kind(page: PageText) -> PageKind:
    """Tell the kind by its words. A picture without text is a photo; what cannot be told is OTHER."""
    text = page.text
    if len(re.sub(r"\s", "", text)) < _LEAST_TEXT:
        return PageKind.PHOTO if PageIssue.NO_TEXT in page.issues else PageKind.OTHER
    counts = {kind: sum(bool(sign.search(text)) for sign in signs) for kind, signs in _SIGNS.items()}
    if len(re.sub(r"\s", "", text)) > _MOST_CARD:
        counts[PageKind.ID_COPY] = 0
    if _FORM_TITLE.search("\n".join(line.text for line in page.lines[:_HEAD])):
        return PageKind.FORM
    # the order of the table decides between equals: a court paper quotes letters, a letter seldom looks like a court's
    best = max(counts, key=lambda kind: counts[kind])
    if best is PageKind.COURT_PAPER and counts[PageKind.LETTER] >= counts[best] - 1 and _FIRST_PERSON.search(text):
        return PageKind.LETTER
    if counts[best] >= _LEAST_SIGNS:
        return best
    return PageKind.LETTER if len(text) >= _RUNNING and len(re.findall(r"[，。,]", text)) >= _STOPS else PageKind.OTHER


def repeated(pages: Sequence[PageText]) -> dict[int, int]:
    """Indexes of pages that show an earlier page again, each with that page's index. Nothing is dropped here."""
    pairs = [_pairs(page.text) for page in pages]
    found: dict[int, int] = {}
    for later in range(len(pages)):
        for earlier in range(later):
            if earlier not in found and _alike(pairs[earlier], pairs[later]):
                found[later] = earlier
                break
    return {pages[later].index: pages[earlier].index for later, earlier in found.items()}


def _pairs(text: str) -> frozenset[str]:
    plain = re.sub(r"\W", "", text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return min(len(a), len(b)) >= _LEAST_PAIRS and len(a & b) >= _SAME * len(a | b)
