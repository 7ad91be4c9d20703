"""The one template environment: escaped always, undefined names are errors, times in the hall's zone."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from server.cases.reach import MOST
from server.contract import citations, names
from server.core.time import local
from server.web import browsers, countdown, english, marks, menu, trail
from server.web.acts.english import LAW_EN
from server.web.reader import Reader
from server.web.statics import asset

_WEEKDAYS = "一二三四五六日"


def moment(at: datetime) -> str:
    """Return 2026-11-21 20:15 in the zone of the hall."""
    return f"{local(at):%Y-%m-%d %H:%M}"


def day(at: datetime) -> str:
    """Return 2026年11月21日 星期六 in the zone of the hall."""
    shown = local(at)
    return f"{shown.year}年{shown.month}月{shown.day}日 星期{_WEEKDAYS[shown.weekday()]}"


def counted(number: int) -> str:
    """Return a count of matters; where counting ended it is that many or more."""
    return f"{number}+" if number == MOST else str(number)


def two(words: str) -> Markup:
    """Return words with their English in small letters beside them, where there is any."""
    english = names.in_english(words)
    return Markup('<span>{} <span lang="en">{}</span></span>').format(words, english) if english else escape(words)


@lru_cache(maxsize=1)
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "browser": browsers.named,
        "both": names.both,
        "two": two,
        "name_en": names.in_english,
        "moment": moment,
        "day": day,
        "counted": counted,
        "day_en": english.day_in_english,
        "limit_en": english.limit_in_english,
        "law_en": citations.in_english,
        "trail": trail.in_words,
    }
    made.globals |= {
        "asset": asset,
        "left_in_words": countdown.left_in_words,
        "left_in_english": english.left_in_english,
        "next_due": countdown.next_due,
        "urgency": countdown.urgency,
        "law_in_english": LAW_EN,
        "state_in_english": english.state_in_english,
        "marked": marks.marked,
        "used_percent": countdown.used_percent,
        "clock_urgency": countdown.clock_urgency,
        "menu_of": menu.of,
        "menu_first": menu.FIRST,
        "menu_wide": menu.WIDE,
    }
    return made


def page(
    template: str,
    *,
    now: datetime,
    reader: Reader | None = None,
    csrf: str = "",
    here: str = "",
    status: int = 200,
    **context: object,
) -> HTMLResponse:
    """Render a page. `reader` None draws the public bar; `here` marks the entry of the bar the page belongs to."""
    text = environment().get_template(template).render(now=now, reader=reader, csrf=csrf, here=here, **context)
    return HTMLResponse(text, status_code=status)
