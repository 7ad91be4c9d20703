"""Seeded synthetic petitions of many shapes as pages already read, with the truth about them. All people are made up.

Text-level, so that hundreds take seconds: paragraphs are set on a column as a page would have them, and reading errors
are sown as the recogniser makes them, each lowering the confidence of its line as it does there.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.bench.petition_text import PersonText, invent_person
from kiosk.reading.fields.places import gazetteer
from kiosk.reading.result import FieldKind, PageText
from tests.unit.kiosk.reading.petitions.matters import VILLAGES, Matter, write
from tests.unit.kiosk.reading.petitions.paper import Noise, set_pages

_ADDRESSEES = ("峰峰矿区信访局", "邯郸市信访局", "峰峰矿区人民政府", "{town}人民政府")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Written:
    """A petition as read, and what a perfect reader would propose: canonical values by kind."""

    seed: int
    layout: str
    noise: Noise
    pages: tuple[PageText, ...]
    truth: dict[FieldKind, frozenset[str]]
    signatories: int | None
    attachments: int


@dataclass(slots=True)
class _Draft:
    rng: random.Random
    person: PersonText
    matter: Matter
    town: str
    to: str
    begun: str
    signed: str
    case: str
    paragraphs: list[str] = field(default_factory=list)
    #: kinds that this layout says nothing about
    unsaid: set[FieldKind] = field(default_factory=set)
    signatories: int | None = None
    attachments: int = 0

    def say(self, *paragraphs: str) -> None:
        self.paragraphs.extend(paragraphs)


def petition(seed: int) -> Written:
    """Write the petition of this seed."""
    rng = random.Random(seed)
    towns = [p for p in gazetteer() if len(p.code) == 9]
    town = rng.choice(towns)
    known = [p for p in gazetteer() if len(p.code) == 12 and p.code.startswith(town.code)]
    village = rng.choice(known) if rng.random() < 0.4 else None
    where = f"{town.names[0]}{village.names[0] if village else rng.choice(VILLAGES) + '村'}"
    begun, begun_iso = _date(rng, rng.randint(2019, 2025))
    signed, signed_iso = _date(rng, 2026)
    case = _case(rng) if rng.random() < 0.4 else ""
    draft = _Draft(
        rng,
        invent_person(rng),
        write(rng, where, begun),
        town.names[0],
        rng.choice(_ADDRESSEES).format(town=town.names[0]),
        begun,
        signed,
        case,
    )
    layout = rng.choice(list(_LAYOUTS))
    _LAYOUTS[layout](draft)
    noise = rng.choices(list(Noise), weights=(4, 4, 2))[0]
    truth = {
        FieldKind.NAME: {draft.person.name},
        FieldKind.ID_NUMBER: {draft.person.id_number},
        FieldKind.PHONE: {draft.person.phone},
        FieldKind.ADDRESS: {draft.person.address},
        FieldKind.ADDRESSEE: {draft.to},
        FieldKind.COMPLAINED_OF: set(draft.matter.accused),
        FieldKind.PLACE: {village.code if village else town.code},
        FieldKind.REQUEST: set(draft.matter.asks),
        FieldKind.SUM: {f"{amount.normalize():f}" for amount in draft.matter.sums},
        FieldKind.AREA: set(draft.matter.areas),
        FieldKind.DATE: {begun_iso, signed_iso},
        FieldKind.CASE_NUMBER: {case} - {""},
    }
    said = {kind: frozenset() if kind in draft.unsaid else frozenset(values) for kind, values in truth.items()}
    pages = set_pages(draft.paragraphs, noise, rng)
    return Written(seed, layout, noise, pages, said, draft.signatories, draft.attachments)


def _date(rng: random.Random, year: int) -> tuple[str, str]:
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    iso = f"{year}-{month:02d}-{day:02d}"
    shapes = (
        f"{year}年{month}月{day}日",
        f"{year}.{month}.{day}",
        f"{_said_year(year)}年{_said(month)}月{_said(day)}日",
    )
    return rng.choices(shapes, weights=(6, 1, 1))[0], iso


def _said_year(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(d)] for d in str(year))


def _said(n: int) -> str:
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def _case(rng: random.Random) -> str:
    year = rng.randint(2020, 2025)
    return rng.choice(
        (
            f"({year})冀0406民初{rng.randint(10, 999)}号",
            f"峰信复查〔{year}〕{rng.randint(1, 60)}号",
            f"邯劳人仲案〔{year}〕{rng.randint(1, 300)}号",
        )
    )


def _case_sentence(draft: _Draft) -> str:
    opening, closing = draft.rng.choice((("(", ")"), ("〔", "〕"), ("[", "]"), ("（", "）"), ("【", "】")))
    shown = draft.case
    for char, put in (("(", opening), (")", closing), ("〔", opening), ("〕", closing)):
        shown = shown.replace(char, put) if char in shown else shown
    return f"此前收到{shown}，问题没有解决。"


def _asks(draft: _Draft) -> list[str]:
    marks = draft.rng.choice((("1．", "2．"), ("一、", "二、"), ("（1）", "（2）"), ("①", "②"), ("1、", "2、")))
    if len(draft.matter.asks) == 1:
        return [f"{draft.matter.asks[0]}。"]
    return [f"{mark}{ask}；" for mark, ask in zip(marks, draft.matter.asks, strict=False)]


def _attach(draft: _Draft) -> None:
    if draft.rng.random() < 0.5:
        items = draft.rng.sample(("身份证复印件1份", "合同复印件3页", "照片5张", "工资欠条原件1份", "答复意见书2页"), 3)
        draft.say("附件：", *(f"{n}．{item}" for n, item in enumerate(items, start=1)))
        draft.attachments = 3


def _story(draft: _Draft) -> None:
    draft.say(*(f"　　{paragraph}" for paragraph in draft.matter.story))
    if draft.case:
        draft.say(f"　　{_case_sentence(draft)}")


def _close(draft: _Draft, label: str) -> None:
    draft.say(
        "此致",
        draft.to,
        f"　　　　　　　　　　　　　　{label}：{draft.person.name}",
        f"　　　　　　　　　　　　　　{draft.signed}",
    )


def _form(draft: _Draft, label: str = "信访人") -> None:
    sex = "男" if int(draft.person.id_number[16]) % 2 else "女"
    draft.say(draft.matter.title, f"{label}：{draft.person.name}　　性别：{sex}　　民族：汉族")
    draft.say(f"身份证号码：{draft.person.id_number}", f"住址：{draft.person.address}", f"电话：{draft.person.phone}")
    draft.say(f"{'被举报人' if draft.matter.accusation else '被反映单位'}：{draft.matter.accused[0]}")
    draft.say("请求事项：", *_asks(draft), "事实与理由：")
    _story(draft)
    _close(draft, label)
    _attach(draft)


def _inline(draft: _Draft) -> None:
    label = draft.rng.choice(("申诉人", "反映人", "信访人"))
    who = draft.person
    draft.say(draft.matter.title)
    draft.say(f"{label}：{who.name}，女，汉族，住{who.address}，身份证号{who.id_number}，联系电话：{who.phone}。")
    draft.say(f"被反映对象：{draft.matter.accused[0]}", "诉求：", *_asks(draft), "事实和理由：")
    _story(draft)
    _close(draft, label)


def _letter(draft: _Draft) -> None:
    who = draft.person
    draft.say(f"尊敬的{draft.to}领导：", f"　　您好！我叫{who.name}，家住{who.address}。")
    _story(draft)
    draft.say("　　请求：", *_asks(draft))
    draft.say("此致", "敬礼", f"写信人：{who.name}", f"电话：{who.phone}", draft.signed)
    draft.unsaid.add(FieldKind.ID_NUMBER)


def _plain(draft: _Draft) -> None:
    """No heading, no list, no number: half of real letters."""
    draft.say(f"尊敬的{draft.to}领导：", f"　　我是{draft.person.name}，有件事向领导反映。")
    _story(draft)
    draft.say("　　事情就是这样，大家都等着。", draft.person.name, draft.person.phone, draft.signed)
    draft.unsaid |= {FieldKind.ID_NUMBER, FieldKind.ADDRESS, FieldKind.REQUEST}


def _joint(draft: _Draft) -> None:
    """Several people and their representative, with the table of names."""
    count = draft.rng.randint(5, 60)
    draft.say(
        draft.matter.title,
        f"{draft.to}：",
        f"　　我们是{draft.town}的村民，{draft.person.name}等{count}人联名反映下面的问题。",
    )
    _story(draft)
    draft.say("请求事项：", *_asks(draft))
    draft.say(
        f"代表人住址：{draft.person.address}", f"联系电话：{draft.person.phone}", f"信访人代表：{draft.person.name}"
    )
    draft.say(draft.signed)
    draft.signatories = count
    draft.unsaid.add(FieldKind.ID_NUMBER)


def _review(draft: _Draft) -> None:
    if not draft.case:
        draft.case = ""
    _form(draft, "申请人")


def _cells(draft: _Draft) -> None:
    """The hall's own form: labels and values in cells of one row, no colons."""
    who = draft.person
    draft.say("来访登记表", f"姓名\t{who.name}\t性别\t女", f"身份证号\t{who.id_number}", f"联系电话\t{who.phone}")
    draft.say(
        f"家庭住址\t{who.address}", f"反映对象：{draft.matter.accused[0]}", "诉求：", *_asks(draft), "事实与理由："
    )
    _story(draft)
    draft.say(f"受理单位：{draft.to}", f"填表人签名：{who.name}", f"日期：{draft.signed}")
    draft.unsaid.add(FieldKind.ADDRESSEE)


_LAYOUTS: dict[str, Callable[[_Draft], None]] = {
    "form": _form,
    "inline": _inline,
    "letter": _letter,
    "plain": _plain,
    "joint": _joint,
    "review": _review,
    "cells": _cells,
}
