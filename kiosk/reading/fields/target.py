"""Whom the petition complains of: unit, person, post."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.fields.person import SURNAMES
from kiosk.reading.result import FieldKind

_LABELLED = re.compile(
    r"(?:被(?:反映|举报|控告|申请|申诉|信访|检举|投诉|诉)(?:单位|人|对象|企业|主体)?|(?:反映|投诉|举报|涉事|责任|欠薪|施工)(?:单位|对象|企业|主体)|被告)"
    r"(?:[和及、/或](?:单位|人|个人))?(?:名称|姓名)?(?:\([^)]{1,8}\))?[:：]\s*(?P<who>[^。\n]{2,90})"
)
_HEADING = re.compile(r"\S{2,8}[:：]\s*$|\S{2,6}[:：]|[(]?[1-9一二三四五][、.)]")
_POSTS = (
    "党委书记|党支部书记|支部书记|村支书|支书|书记|副?镇长|副?乡长|副?区长|村主任|村委会主任|副?主任|村长|会计|副?局长|副?所长|副?院长|副?校长"
    "|大?队长|项目经理|总?经理|副?矿长|董事长|法人|法定代表人|厂长|科长|站长|组长|民警|包工头|工头|老板"
)
_POST = re.compile(rf"(?:{_POSTS})")
_POST_NAME = re.compile(
    rf"(?P<post>{_POSTS})(?P<name>[{SURNAMES}](?:某某?|[\u4e00-\u9fa5]{{1,2}}))(?=[,，。;；、\n(等]|利用|以|在|将|把|多次|私自|擅自|对|为|的|向|和|与|贪|侵|挪|受贿|滥用|违|欺|霸占|优亲|虚报|冒领|收受|打|让|带)"
)
_NAME_POST = re.compile(
    rf"(?!党支部|党总支|党委|党小组|单位)(?P<name>[{SURNAMES}](?:某某?|[\u4e00-\u9fa5]{{0,1}}[^\W\da-zA-Z_党村镇乡县区市原局组队社的]))(?:同志)?(?P<post>{_POSTS})"
)
_SUFFIX = re.compile(
    r"(?:有限责任公司|有限公司|分公司|公司|集团(?!有限|公司)|村民委员会|村委会|居民委员会|居委会|业主委员会|人民政府|镇政府|乡政府|区政府|街道办事处|物业(?!服务|管理|公司|有限)"
    r"|煤矿(?!有限|公司)|矿业(?!有限|公司)|铁矿|厂(?![家长房区])|医院|学校|中学|小学|幼儿园|派出所|局(?![长面部势限里])|合作社|管理局|管理处|供热站|热力站|供电所|信用社|银行|项目部|开发商)"
)
#: an organisation's name begins after one of these
_BREAK = re.compile(
    r"[,，。;；、:!！?？()\n“”\"《》①-⑳]|\d+(?:[年月日号]|\.(?=\D))|\d+[-/.]\d+(?:[-/.]\d+)?|[〇○零一二三四五六七八九十]+[年月日]|请|希望|修建|(?<!基)因|签发机关|督促|责成|更换|领导能|小区(?=物业)|[去今前]年(?:[春夏秋冬]天?)?|[\d万]元|系(?![统列])|原(?=\S{1,4}[市县区])|因为|由于|关于|反映|举报|投诉|控告|请求|要求|责令|向|被|在|为|由|和|与|找|到|是|的|对|把|及|告|给|让|跟|从|经|过|说|我们?|他们?|这家?|那家?|该|去|问|单位|了|买"
)
_TITLE = re.compile(r"关于(?P<what>[^。\n]{4,60}?)的(?:情况|信访|申诉|控告|举报|求助|投诉|反映|报告|请求|诉求|材料)")
#: 关于李某某侵占…的举报信; 邻居李某某一家; 李某某担任…
_ACCUSED = re.compile(
    rf"关于(?P<name>[{SURNAMES}](?:某某?|[\u4e00-\u9fa5]{{1,2}}))(?=贪污|受贿|挪用|侵占|侵吞|滥用|违法|违纪|欺压|等人)"
    rf"|(?:邻居|(?:同村)?村民|同村|房东|包工头)(?P<other>[{SURNAMES}](?:某某?|[\u4e00-\u9fa5]{{1,2}}?))(?=[,，一家等把将强占在非私擅])"
    rf"|我(?:与|和|同)(?P<opponent>[{SURNAMES}](?:某某?|[\u4e00-\u9fa5]{{1,2}}))(?=[^，。\n]{{0,8}}(?:纠纷|一案|借贷|官司))"
    rf"|(?P<holder>[{SURNAMES}](?:某某?|[\u4e00-\u9fa5]{{1,2}}))(?=担任|身为|时任|任[^何由])"
)
_LONGEST = 24
#: 王某, 系某镇派出所民警: tells what the one before is
_HOLDS = re.compile(r"(?:系|是|为|原?任|现任|时任|担任|曾任|原|现)")
#: a trade is no name: 和 before 物业服务有限公司 belongs to the name of 佳和物业服务有限公司
_TRADE = re.compile(
    r"(?:物业|建筑|安装|工程|房地产|置业|劳务|热力|供热|矿业|陶瓷|服务|管理|开发|派遣|建设|装饰|商贸|贸易|运输|科技)*"
)


def find(document: Document, elsewhere: Sequence[Found]) -> Iterator[Found]:
    """Find labelled parties; without a label, organisations and office-holders that the text keeps naming."""
    labelled = list(_labelled(document))
    if labelled:
        yield from labelled
        return
    yield from _organisations(document, elsewhere)
    yield from _office_holders(document)


def _labelled(document: Document) -> Iterator[Found]:
    seen: set[str] = set()
    for match in _LABELLED.finditer(document.text):
        for part in re.finditer(r"[^、,，;；]+", match["who"]):
            start, end = match.start("who") + part.start(), match.start("who") + part.end()
            name = document.text[start:end]
            # a label with nothing behind it: what follows is the next heading
            if _HEADING.match(name):
                break
            first = part.start() == 0 or document.text[start - 1] in "、;；"
            # 王某, 男, 45岁, 某村书记: what follows a comma describes the one before, unless it is a unit itself
            if (
                (not first and (_HOLDS.match(name) or not _SUFFIX.search(name)))
                or not 2 <= len(name) <= 30
                or name in seen
            ):
                continue
            seen.add(name)
            rest = re.split(r"[、;；]", document.text[end : match.end("who")])[0]
            post = _POST.search(rest) if not _SUFFIX.search(name) else None
            yield Found(
                FieldKind.COMPLAINED_OF,
                start,
                end,
                0.95,
                "complained-of-label",
                remark=f"职务：{post[0]} · post: {post[0]}" if post else "",
            )


def _organisations(document: Document, elsewhere: Sequence[Found]) -> Iterator[Found]:
    spans: dict[str, tuple[int, int]] = {}
    counts: Counter[str] = Counter()
    title = _TITLE.search(document.text)
    for match in _SUFFIX.finditer(document.text):
        reach = max(0, match.start() - _LONGEST)
        stops = list(_BREAK.finditer(document.text, reach, match.start()))
        begin = stops[-1].end() if stops else reach
        if (
            stops
            and re.fullmatch(r"\w", stops[-1][0])
            and begin < match.start()
            and _TRADE.fullmatch(document.text, begin, match.start())
        ):
            begin = next((stop.end() for stop in reversed(stops[:-1]) if stop.end() < begin - 1), reach)
        name = document.text[begin : match.end()].replace("\n", "")
        hit = Found(FieldKind.COMPLAINED_OF, begin, match.end(), 0.6, "complained-of-named")
        # 督促物业公司: some company of that trade, no name
        nameless = len(name) < len(match[0]) + 2 or _TRADE.fullmatch(document.text, begin, match.start())
        if nameless or any(hit.overlaps(other) for other in elsewhere):
            continue
        spans.setdefault(name, (begin, match.end()))
        counts[name] += 3 if title and title.start() <= begin < title.end() else 1
    ranked = [name for name, _ in counts.most_common()]
    # 宏远公司 is the 宏远矿业有限公司 named before
    short = {
        n for n in ranked for other in ranked if n != other and _SUFFIX.sub("", n) in other and len(n) < len(other)
    }
    for name in [name for name in ranked if name not in short][:2]:
        count = counts[name] + sum(counts[n] for n in short if _SUFFIX.sub("", n) in name)
        start, end = spans[name]
        certainty = 0.75 if count >= 3 else 0.55
        yield Found(FieldKind.COMPLAINED_OF, start, end, certainty, "complained-of-named", doubtful=True)


def _office_holders(document: Document) -> Iterator[Found]:
    seen: set[str] = set()
    for match in _ACCUSED.finditer(document.text):
        group = match.lastgroup or "name"
        if match[group] not in seen:
            seen.add(match[group])
            start, end = match.span(group)
            yield Found(FieldKind.COMPLAINED_OF, start, end, 0.6, "complained-of-accused", doubtful=True)
    for pattern in (_POST_NAME, _NAME_POST):
        for match in pattern.finditer(document.text):
            name = match["name"]
            if name in seen or len(seen) >= 3:
                continue
            seen.add(name)
            yield Found(
                FieldKind.COMPLAINED_OF,
                match.start("name"),
                match.end("name"),
                0.5,
                "complained-of-post",
                remark=f"职务：{match['post']} · post: {match['post']}",
                doubtful=True,
            )
