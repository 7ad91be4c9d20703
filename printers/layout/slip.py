"""The receipt a visitor takes home (来访回执): facts in, blocks out.

A slip never shows the full identity number, what the petition says, or whom it complains of. For an accusation
(`restricted`) it shows the number, the pages, the time and the receiving hall only (Rules on Handling Accusations by
Discipline Inspection Organs, Art. 47), and no code, because such a matter cannot be followed by code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import zip_longest
from urllib.parse import urlencode

from printers.layout.blocks import Align, Block, Cut, Feed, Pair, Qr, Rule, Text

#: All of China keeps UTC+8 without summer time, so no zone database is needed.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class SlipClock:
    """One time limit: `limit` in words (5分钟), `due_at` zone-aware, `legal_basis` the article when statutory."""

    name: str
    limit: str
    due_at: datetime
    statutory: bool
    legal_basis: str = ""
    #: "" where nobody reads English
    name_en: str = ""
    legal_basis_en: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """Everything a slip may say. Times are zone-aware; `holder_name` is masked before it gets here (张*)."""

    title: str
    number: str
    query_code: str
    registered_at: datetime
    holder_name: str
    hall_name: str
    hall_phone: str = ""
    supervision_phone: str = ""
    progress_url: str = ""
    #: proves the slip to whoever has the published keys
    proof: str = ""
    category: str = ""
    unit_name: str = ""
    unit_phone: str = ""
    reason: str = ""
    clocks: tuple[SlipClock, ...] = ()
    next_steps: tuple[str, ...] = ()
    #: how many pages were taken in
    pages: int = 0
    #: kept on this terminal because the centre could not be reached; unit and limits follow
    provisional: bool = False
    #: 0 for the original, n for 副本 n
    copy: int = 0
    #: an accusation: the masked slip
    restricted: bool = False
    #: the same in English below the Chinese, for whoever read the screen in English
    category_en: str = ""
    reason_en: str = ""
    next_steps_en: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(moment.utcoffset() is None for moment in (self.registered_at, *(c.due_at for c in self.clocks))):
            raise ValueError("回执上的时间必须带时区 · Every time on a slip needs a zone")


def lay_out(slip: Slip) -> tuple[Block, ...]:
    """Return the blocks of `slip`, top to bottom, ending with the cut."""
    return (
        *_heading(slip),
        *_keys(slip),
        *_facts(slip),
        *_notice(slip),
        *_clocks(slip),
        *_next_steps(slip),
        *_contacts(slip),
        Cut(),
    )


def grouped_code(code: str) -> str:
    """Show a query code of 11 characters as 4-4-3; any other length in groups of four."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def progress_link(slip: Slip) -> str:
    """Return the address behind the QR code, or "" when the matter cannot be followed by code."""
    if slip.restricted or not (slip.progress_url and slip.number and slip.query_code):
        return ""
    joiner = "&" if "?" in slip.progress_url else "?"
    values = {"n": slip.number, "c": slip.query_code} | ({"p": slip.proof} if slip.proof else {})
    return f"{slip.progress_url}{joiner}{urlencode(values, errors='replace')}"


def local_time(moment: datetime) -> str:
    """Say a moment as a hall says it: 2026年6月1日 09:05."""
    at = moment.astimezone(BEIJING)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def due_time(due_at: datetime, registered_at: datetime) -> str:
    """Say a deadline: without the year when it is this year's, without the hour when it is the end of a day."""
    at, registered = due_at.astimezone(BEIJING), registered_at.astimezone(BEIJING)
    if (at.hour, at.minute) == (0, 0) and at > registered:
        # Midnight belongs to the day that ends with it: nobody reads "before 7 June 00:00" as 6 June.
        at -= timedelta(minutes=1)
    whole_day = (at.hour, at.minute) == (23, 59)
    year = "" if at.year == registered.year else f"{at.year}年"
    return f"{year}{at.month}月{at.day}日" + ("" if whole_day else f" {at:%H:%M}") + "前"


def _heading(slip: Slip) -> tuple[Block, ...]:
    copy: tuple[Block, ...] = ()
    if slip.copy:
        copy = (
            Feed(),
            Text(f"副本 {slip.copy} Copy {slip.copy}", size=2, bold=True, align=Align.CENTRE),
        )
    return (
        Text(slip.hall_name, bold=True, align=Align.CENTRE),
        Feed(),
        Text(slip.title, size=2, bold=True, align=Align.CENTRE),
        Text("Registration receipt", align=Align.CENTRE),
        *copy,
        Rule(),
    )


def _keys(slip: Slip) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if slip.number:
        blocks += [Text("登记编号 Number"), Text(slip.number, size=2, bold=True)]
    if slip.query_code and not slip.restricted:
        blocks += [Feed(), Text("查询码 Query code"), Text(grouped_code(slip.query_code), size=2, bold=True)]
    if link := progress_link(slip):
        blocks += [Feed(), Qr(link), Text("扫码看办理进度", bold=True, align=Align.CENTRE)]
        blocks += [Text("Scan to follow your matter", align=Align.CENTRE)]
    return (*blocks, Rule()) if blocks else ()


def _facts(slip: Slip) -> tuple[Block, ...]:
    pairs = [] if slip.restricted or not slip.holder_name else [Pair("姓名 Name", slip.holder_name)]
    pairs.append(Pair("时间 Time", local_time(slip.registered_at)))
    if slip.pages:
        pairs.append(Pair("材料 Papers", f"{slip.pages} 页"))
    if slip.restricted:
        return (*pairs, Pair("接收 At", slip.hall_name))
    if slip.category:
        pairs.append(Pair("类别 Type", slip.category))
        if slip.category_en:
            pairs.append(Pair("", slip.category_en))
    blocks: list[Block] = [*pairs]
    if slip.unit_name:
        blocks += [Feed(), Text("承接单位 Responsible unit"), Text(slip.unit_name, size=2, bold=True)]
        if slip.unit_phone:
            blocks.append(Pair("电话 Phone", slip.unit_phone, bold=True))
        if slip.reason:
            blocks.append(Text(slip.reason))
        if slip.reason_en:
            blocks.append(Text(slip.reason_en))
    return tuple(blocks)


def _notice(slip: Slip) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if slip.provisional:
        blocks += [
            Rule(),
            Text("已在本机登记，联网后自动上报", size=2, bold=True),
            Text("Saved here, sent once online"),
            Feed(),
            Text("您的登记已经有效，时限从上面的时间算起。承接单位和办理时限确定后另行告知，不用再来登记。"),
        ]
    if slip.restricted:
        blocks += [
            Rule(),
            Text("本件依法保密 Confidential", bold=True),
            Text("不提供扫码查询。需要了解情况，请本人带身份证和本回执到窗口。"),
            Text("Not shown online. Ask at the window with ID card and this slip."),
        ]
    return tuple(blocks)


def _clocks(slip: Slip) -> tuple[Block, ...]:
    if slip.restricted:
        return ()
    promised = [c for c in slip.clocks if not c.statutory]
    statutory = [c for c in slip.clocks if c.statutory]
    blocks: list[Block] = []
    if promised:
        blocks += [Rule(), Text("承诺时限 Our promise", bold=True), Text("本地服务承诺，快于法律规定")]
        blocks += [block for c in promised for block in _limit(c, slip)]
    if statutory:
        blocks += [Rule(), Text("法定时限 Limits by law", bold=True)]
        for clock in statutory:
            blocks += _limit(clock, slip)
            blocks += [Pair("", basis) for basis in (clock.legal_basis, clock.legal_basis_en) if basis]
    return tuple(blocks)


def _limit(clock: SlipClock, slip: Slip) -> list[Block]:
    said = Pair(clock.name, f"{clock.limit}，{due_time(clock.due_at, slip.registered_at)}", bold=not clock.statutory)
    if not clock.name_en:
        return [said]
    return [said, Text(f"{clock.name_en}: by {clock.due_at.astimezone(BEIJING):%Y-%m-%d %H:%M}")]


def _next_steps(slip: Slip) -> tuple[Block, ...]:
    # The centre's sentences may name the unit, so a restricted slip has none of them.
    if slip.restricted or not slip.next_steps:
        return ()
    steps: list[Block] = []
    for number, (step, step_en) in enumerate(zip_longest(slip.next_steps, slip.next_steps_en, fillvalue=""), 1):
        steps += [Pair(f"{number}." if first else "", said) for first, said in ((True, step), (False, step_en)) if said]
    return (Rule(), Text("下一步 What to do next", bold=True), *steps)


def _contacts(slip: Slip) -> tuple[Block, ...]:
    pairs: list[Block] = []
    if slip.hall_phone:
        pairs.append(Pair("大厅 Hall", slip.hall_phone))
    if slip.supervision_phone:
        pairs.append(Pair("监督 Oversight", slip.supervision_phone))
    return (
        Rule(),
        *pairs,
        Feed(),
        Text("热敏纸字迹会褪色，请拍照留存", bold=True, align=Align.CENTRE),
        Text("Print fades: take a photo", align=Align.CENTRE),
    )
