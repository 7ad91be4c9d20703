"""The petitioner as the paper names them: name, ID number, phone, address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.result import FieldKind

#: the surnames of almost everybody; an unknown one after a label is still taken, with doubt
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚"
    "谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦"
    "向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜肖詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强"
    "车边郎原冷吉郁连苟封郜苑索戚郗暴褚窦冀郄阚付闫代仝逯智展苌申籍栗晋楚占和鹿米来贡滕党刁巩宫池敖亓"
)
_LABEL = (
    r"(?:信访|申诉|反映|举报|控告|申请|上访|求助|投诉|来信|写信|诉求|陈述|申报)人(?:代表)?(?:姓名|签[名字])?"
    r"(?:\(签[名字](?:捺印)?\))?|(?:村民|居民|业主|职工|工人|群众|家长|诉讼)?代表人?|联系人|姓名|签名"
)
_AFTER_NAME = (
    r"(?=[,，。、;；:\s(\n]|性别|民族|男|女|身份证|公民|电话|联系|手机|家?住|系|年龄|现年|今年|出生|生于|等|\d|$)"
)
_NAMED = re.compile(
    rf"(?<!被)(?P<label>{_LABEL})[:：]\s*(?:姓名[:：])?(?P<name>[\u4e00-\u9fa5]{{1,8}}·[\u4e00-\u9fa5·]{{1,12}}|[\u4e00-\u9fa5]{{2,4}}?){_AFTER_NAME}"
)
_INTRODUCED = re.compile(
    rf"(?:(?:我|俺|本人)(?:是|叫|名叫|名字叫|姓名)?|(?<=[,，。;；])名?叫)(?P<name>[{SURNAMES}][\u4e00-\u9fa5]{{1,2}}?)"
    r"(?=[,，。;；(]|家?住|系|现住|今年|男|女|身份证|是)"
)
#: 我是某镇某村居民钟雪凤。
_OF_PLACE = re.compile(
    rf"(?:我|俺|本人)(?:们)?(?:是|系)[^,，。;；\n]{{2,26}}?(?:村民|居民|业主|住户|职工|工人|农民|家长|教师)(?P<name>[{SURNAMES}][\u4e00-\u9fa5]{{1,2}})"
    r"(?=[,，。;；(])"
)
#: 反映人 程兰翠 身份证…: the blank between the words is not there to be seen
_BARE = re.compile(
    rf"(?<!被)(?:信访|申诉|反映|举报|控告|申请|上访|求助|投诉|来信|写信)人(?P<name>[{SURNAMES}][\u4e00-\u9fa5]{{1,2}})"
    r"(?=身份证|公民身份|电话|手机|联系|性别|[,，;；]|\d|\n)"
)
_SIGNED = re.compile(
    rf"\n(?P<name>[{SURNAMES}][\u4e00-\u9fa5]{{1,2}})\n?(?=(?:19|20)\d{{2}}[年./-]|[一二][〇零○九]|1[3-9]\d{{9}}|\n|$)"
)
#: what stands after a label and is no name
_NOT_NAMES = re.compile(
    r"性别|民族|年龄|职业|单位|签名|签字|电话|身份|地址|住址|联系|村民|居民|业主|职工|全体|代表|如下|情况|本人|我们|们$"
)
_ID = re.compile(r"(?<![\dA-Za-z])([1-8]\d(?: ?\d){4}(?: ?\d){8}(?: ?\d){3} ?[\dXx×])(?![\dA-Za-z])")
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)|(?<!\d)(0\d{2,3}[-—–－ ]?[2-9]\d{6,7})(?!\d)")
_PHONE_LABEL = re.compile(r"(?:电话|手机|联系方式|号码|tel|Tel|TEL)[^\d\n]{0,6}$")
_ADDRESS = re.compile(
    r"(?P<label>(?:家庭|现|户籍|通讯|联系|常)?(?:住址|地址|住所)|户籍(?:所在)?地|(?:现|家|居)住(?:在|于|址)?|(?<=[,，。;；])住(?:在)?(?!院|房|宿|过|了|着|不|进|到))[:：]?\s*"
    r"(?P<address>[^,，。;；\n:]{4,50}?)(?=[,，。;；\n]|身份证|公民身份|联系|电话|手机|邮编|我[家是们于在叫]|本人|$)"
)
_FROM = re.compile(
    r"(?:我们?|本人)(?:是|系|家在)(?P<address>[^,，。;；\n]{2,28}?(?:村|社区|小区|街道|庄|屯|组|镇|乡))的?(?=村民|居民|业主|住户|一名|一位|普通|人)"
)
#: 我是罗华，男，某镇某村3号人，
_NATIVE = re.compile(r"(?<=[,，])(?P<address>[^,，。;；:\n]{4,30}[村号组室庄])人(?=[,，])")
_GROUND = re.compile(r"[省市区县镇乡村路街巷号楼庄屯组院栋]")
_HEADINGS = re.compile(
    r"(?P<other>被(?:反映|举报|控告|申请|申诉|信访|检举|投诉|诉)(?:人|单位|对象)|(?:反映|投诉)(?:对象|单位)|涉事单位|责任单位|法定代表人)"
    r"|(?P<court>被告|被?上诉人|原告|被执行人|第三人)"
    r"|(?<!被)(?:信访|申诉|反映|举报|控告|申请|上访|求助|投诉|写信)人|请求事项|诉求|事实|此致|尊敬的|我(?:是|叫)"
)
#: of GB 11643
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CARD_DIFFERS = "与身份证不一致 · differs from the card"


def find(document: Document) -> Iterator[Found]:
    """Find the petitioner's own data; what belongs to the other side is left out."""
    numbers = list(_id_numbers(document))
    yield from numbers[:1]
    yield from _names(document)
    yield from _phones(document, numbers)
    yield from _addresses(document)


def id_number_valid(value: str) -> bool:
    """Check digit of GB 11643 and a month and day that can be."""
    if not re.fullmatch(r"\d{17}[\dX]", value):
        return False
    check = "10X98765432"[sum(int(d) * w for d, w in zip(value, _WEIGHTS, strict=False)) % 11]
    return check == value[17] and 1 <= int(value[10:12]) <= 12 and 1 <= int(value[12:14]) <= 31


def _id_numbers(document: Document) -> Iterator[Found]:
    spans = [m for m in _ID.finditer(document.text) if not _of_other_side(document.text, m.start())]
    found = []
    for match in spans:
        value = match[1].replace(" ", "").replace("×", "X").upper()
        valid = id_number_valid(value)
        found.append(
            Found(
                FieldKind.ID_NUMBER,
                match.start(1),
                match.end(1),
                0.99 if valid else 0.5,
                "id-number",
                value=value,
                normalised=value if valid else "",
                remark="" if valid else "校验位不符，请核对 · the check digit does not match",
                doubtful=not valid or _of_court_party(document.text, match.start()),
            )
        )
    # sorted is stable: of two valid ones the first on the paper
    yield from sorted(found, key=lambda f: -f.certainty)


def _names(document: Document) -> Iterator[Found]:
    candidates = _name_candidates(document)
    if not candidates:
        return
    votes: dict[str, float] = {}
    for candidate in candidates:
        name = document.value(candidate.start, candidate.end)
        votes[name] = votes.get(name, 0.0) + candidate.certainty
    best_name = max(votes, key=lambda name: votes[name])
    best = max(
        (c for c in candidates if document.value(c.start, c.end) == best_name),
        key=lambda c: c.certainty * document.trust(c.start, c.end),
    )
    others = [name for name in votes if name != best_name]
    remark = f"文中还有：{'、'.join(others[:3])} · the text also names {'、'.join(others[:3])}" if others else ""
    yield Found(best.kind, best.start, best.end, best.certainty, best.rule, remark=remark, doubtful=bool(others))


def other_names(document: Document) -> list[Found]:
    """Every place that may name the petitioner, so that none of them is shown where names do not belong."""
    return _name_candidates(document)


def _name_candidates(document: Document) -> list[Found]:
    candidates = []
    for match in _NAMED.finditer(document.text):
        # 姓名 alone may be anybody's; 信访人 says whose
        theirs = match["label"].startswith(("姓名", "签名")) and _of_other_side(document.text, match.start())
        if theirs or _NOT_NAMES.search(match["name"]):
            continue
        known = match["name"][0] in SURNAMES or "·" in match["name"]
        candidates.append(_name(match, 0.97 if known else 0.6, "label"))
    for match in _INTRODUCED.finditer(document.text):
        if not _NOT_NAMES.search(match["name"]):
            candidates.append(_name(match, 0.85, "introduction"))
    for pattern, rule in ((_OF_PLACE, "introduction"), (_BARE, "label")):
        for match in pattern.finditer(document.text):
            if not _NOT_NAMES.search(match["name"]):
                candidates.append(_name(match, 0.78, rule))
    for match in _SIGNED.finditer(document.text):
        if not _NOT_NAMES.search(match["name"]):
            candidates.append(_name(match, 0.7, "signature"))
    return candidates


def _name(match: re.Match[str], certainty: float, rule: str) -> Found:
    return Found(FieldKind.NAME, match.start("name"), match.end("name"), certainty, f"name-{rule}")


def _phones(document: Document, numbers: list[Found]) -> Iterator[Found]:
    seen: set[str] = set()
    found = []
    for match in _PHONE.finditer(document.text):
        hit = Found(FieldKind.PHONE, match.start(), match.end(), 0.9, "phone")
        value = re.sub(r"[ \-—–－]", "", match[0]) if match[1] else match[0].replace(" ", "")
        if value in seen or any(hit.overlaps(n) for n in numbers) or _of_other_side(document.text, match.start()):
            continue
        seen.add(value)
        labelled = bool(_PHONE_LABEL.search(document.text[max(0, match.start() - 12) : match.start()]))
        found.append(
            Found(
                FieldKind.PHONE,
                match.start(),
                match.end(),
                0.98 if labelled else 0.9,
                "phone-label" if labelled else "phone",
                value=value,
                normalised=value,
                doubtful=_of_court_party(document.text, match.start()),
            )
        )
    yield from sorted(found, key=lambda f: -f.certainty)[:3]


def _addresses(document: Document) -> Iterator[Found]:
    candidates = []
    for pattern, certainty, rule in (
        (_ADDRESS, 0.93, "address-label"),
        (_FROM, 0.75, "address-introduction"),
        (_NATIVE, 0.7, "address-introduction"),
    ):
        for match in pattern.finditer(document.text):
            # 住址: is a heading; 家住 may also tell where the trouble is
            told = pattern is _ADDRESS and match["label"].startswith(("家住", "居住", "现住"))
            if not _of_other_side(document.text, match.start()) and _GROUND.search(match["address"]):
                candidates.append(
                    Found(
                        FieldKind.ADDRESS,
                        match.start("address"),
                        match.end("address"),
                        0.88 if told else certainty,
                        rule,
                    )
                )
    if not candidates:
        return

    def weight(found: Found) -> tuple[float, int]:
        return found.certainty * document.trust(found.start, found.end), found.end - found.start

    best = max(candidates, key=weight)
    value = document.value(best.start, best.end)
    # a reader that dropped the first letters in one place may have them in another
    best = next((c for c in candidates if c is not best and document.value(c.start, c.end)[1:].endswith(value)), best)
    # of two that name the same house the one that names more of it
    best = max((c for c in candidates if value in document.value(c.start, c.end)), key=lambda c: c.end - c.start)
    value = document.value(best.start, best.end)
    others = {document.value(c.start, c.end) for c in candidates if c.rule == best.rule}
    # 新庄村3号 within a longer form of itself is the same place
    differ = best.certainty < 0.9 and any(other not in value and value not in other for other in others)
    remark = "文中几处写法不同，请核对 · written differently elsewhere" if differ else ""
    doubtful = differ or _of_court_party(document.text, best.start)
    yield Found(best.kind, best.start, best.end, best.certainty, best.rule, remark=remark, doubtful=doubtful)


def _of_other_side(text: str, at: int) -> bool:
    """Tell whether the last heading before a place names the party complained of."""
    heading = _heading(text, at)
    return heading is not None and heading["other"] is not None


def _of_court_party(text: str, at: int) -> bool:
    """Tell whether a place belongs to a party of a court paper: which of them petitions, it does not say."""
    heading = _heading(text, at)
    return heading is not None and heading["court"] is not None


def _heading(text: str, at: int) -> re.Match[str] | None:
    headings = list(_HEADINGS.finditer(text, max(0, at - 150), at))
    return headings[-1] if headings else None
