"""What the slips of the doors say. Chinese first; below it the same in English for whoever read the screen in English."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import assert_never

from kiosk.flow.clockline import ClockLine
from kiosk.flow.doors.state import Asking, Attending, Choosing, Door, Guiding, Leaflet, Matter, Queueing, Section

#: China keeps one civil time (GB/T 7408 writes it +08:00)
_ZONE = timezone(timedelta(hours=8))


def leaflet(door: Door | None, *, english: bool = False) -> Leaflet | None:
    """Return the slip of the page that is open; None where there is nothing to print."""
    sheet = _sheet(door)
    if sheet is None or english:
        return sheet
    return replace(sheet, sections=tuple(replace(one, lines_english=()) for one in sheet.sections))


def _sheet(door: Door | None) -> Leaflet | None:
    match door:
        case Asking():
            return _progress(door.matter) if door.matter else None
        case Guiding():
            return None if door.topic is None else _notice(door)
        case Choosing():
            return _where_to_get(door)
        case Attending() | Queueing() | None:
            return None
        case _:
            assert_never(door)


def _progress(matter: Matter) -> Leaflet:
    facts = (
        f"编号 {matter.number}",
        f"登记 {_moment(matter.registered_at)}",
        f"现在 {matter.now[0] or matter.state_text}",
    )
    facts_en = ("", f"Registered {_moment(matter.registered_at)}", f"Now: {matter.now[1] or matter.state_text_en}")
    unit = (f"承接单位 {matter.unit_name}",) if matter.unit_name else ()
    sections = [Section("办理进度", "Progress", (*facts, *unit), facts_en)]
    if matter.then[0]:
        sections.append(Section("接下来", "What comes next", (matter.then[0],), (matter.then[1],)))
    if matter.stops:
        so_far = tuple(f"{_moment(stop.at)} {stop.text}" for stop in matter.stops)
        sections.append(Section("已经办到", "So far", so_far, tuple(stop.text_english for stop in matter.stops)))
    if open_ones := [line for line in matter.clocks if not line.met]:
        limits_en = tuple(_limit_en(line) for line in open_ones)
        sections.append(Section("时限", "Time limits", tuple(_limit(line) for line in open_ones), limits_en))
    return Leaflet("办理进度单", "Progress of your matter", tuple(sections))


def _limit(line: ClockLine) -> str:
    basis = f"（{line.legal_basis}）" if line.legal_basis else ""
    return f"{line.name} {line.limit}，{_moment(line.due_at)} 前{basis}"


def _limit_en(line: ClockLine) -> str:
    if not line.name_en:
        return ""
    basis = f" ({line.legal_basis_en})" if line.legal_basis_en else ""
    return f"{line.name_en}: by {_moment(line.due_at)}{basis}"


def _notice(door: Guiding) -> Leaflet | None:
    topic = door.topic
    if topic is None:
        return None
    return Leaflet(f"一次性告知单：{topic.title}", topic.title_english, topic.sections)


_FETCH = "本机没有 A4 打印机，请凭此条到窗口领取，也可以写在白纸上。"
_FETCH_EN = "At the window, with this slip; a blank sheet will do as well. It is written in Chinese; staff help."


def _where_to_get(door: Choosing) -> Leaflet | None:
    blank = door.blank
    if blank is None:
        return None
    rows = tuple(f"{label}：" for label, _ in blank.rows)
    sections = (
        Section("什么时候用", "When", (blank.when,), (blank.when_english,)),
        Section("要写的内容", "What to write", (*blank.lead, *rows)),
        Section("怎样拿到 A4 表格", "Where to get it", (_FETCH,), (_FETCH_EN,)),
        Section("注意", "Please note", blank.notes),
    )
    return Leaflet(blank.title, blank.title_english, sections)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(_ZONE):%Y-%m-%d %H:%M}"
