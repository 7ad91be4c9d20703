"""Every text that can be worded otherwise: what it is for, its words, and the values it must name. Pure.

A value stands in braces: {tail}. No text may name a petitioner: notices travel over foreign channels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_VALUE = re.compile(r"\{([^{}]*)\}")
_LONGEST = 600
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Template:
    """`required`: values that must stand in the text; `sample`: one for each value that may."""

    name: str
    #: where it is read, Chinese and English
    place: str
    place_en: str
    text: str
    required: frozenset[str]
    sample: Mapping[str, str]
    #: one line alone
    title: bool = False


def _notice(key: str, place: str, place_en: str, title: str, body: str, sample: Mapping[str, str]) -> list[Template]:
    names = frozenset(sample)
    return [
        Template(
            f"notice.{key}.title",
            f"通知标题：{place}",
            f"title of the notice: {place_en}",
            title,
            _values(title) & names,
            {name: sample[name] for name in _values(title)},
            title=True,
        ),
        Template(
            f"notice.{key}.body",
            f"通知正文：{place}",
            f"text of the notice: {place_en}",
            body,
            frozenset({"tail"}) & _values(body),
            sample,
        ),
    ]


def _values(text: str) -> frozenset[str]:
    return frozenset(_VALUE.findall(text))


_TAIL = {"tail": "00017"}


_TEXTED = {"tail": "0171", "day": "6月1日"}


def _text(key: str, place: str, place_en: str, text: str, required: str, sample: Mapping[str, str]) -> Template:
    """A text to a petitioner's telephone; one part has 70 characters."""
    names = frozenset(required.split())
    return Template(f"text.{key}", f"短信：{place}", f"text message: {place_en}", text, names, {**_TEXTED, **sample})


def _both(name: str, place: str, place_en: str, text: str, text_en: str) -> list[Template]:
    """A sentence of the slip, and the same for whoever chose English at the terminal."""
    return [
        Template(name, place, place_en, text, frozenset(), {}),
        Template(f"{name}.en", f"{place}（英文）", f"{place_en} (in English)", text_en, frozenset(), {}),
    ]


_EVERY = (
    *_notice(
        "assigned",
        "新事项转给责任单位",
        "a new matter for a unit",
        "新来访事项，请5分钟内签收",
        "编号尾号 {tail}，类别：{level}。",
        {**_TAIL, "level": "劳动和社会保障"},
    ),
    *_notice(
        "screening",
        "待甄别事项",
        "a matter to be screened",
        "有一件来访事项待甄别",
        "编号尾号 {tail}，类别：{level}。",
        {**_TAIL, "level": "城乡建设"},
    ),
    *_notice(
        "sealed",
        "密封事项",
        "a sealed matter",
        "有一件密封事项待接收",
        "编号尾号 {tail}，请登录系统办理。",
        _TAIL,
    ),
    *_notice(
        "handed_over",
        "等待某一岗位处理",
        "a matter waits for a decision",
        "有一件事项待{what}",
        "编号尾号 {tail}，请登录系统办理。",
        {**_TAIL, "what": "裁定责任单位"},
    ),
    *_notice(
        "expired",
        "时限到期",
        "a limit ran out",
        "有一项时限已到期",
        "编号尾号 {tail}：{clock}。",
        {**_TAIL, "clock": "签收"},
    ),
    *_notice(
        "warned",
        "时限预警",
        "a limit is running out",
        "时限{name}",
        "编号尾号 {tail}：{clock}，{due}到期。",
        {**_TAIL, "clock": "受理告知", "due": "3月17日 17:30", "name": "预警"},
    ),
    _text(
        "sent",
        "登记并转送时发给信访人",
        "to the petitioner, registered and sent to a unit",
        "您的信访事项（尾号{tail}）已于{day}转至{unit}，查询码{code}，15日内将书面告知。请勿转发。",
        "tail code",
        {"unit": "人力资源和社会保障局", "code": "K7PM-29QX-4TB"},
    ),
    _text(
        "kept",
        "登记后待确定责任单位时发给信访人",
        "to the petitioner, registered, unit not yet found",
        "您的信访事项（尾号{tail}）已于{day}登记，正在确定责任单位，查询码{code}。请勿转发。",
        "tail code",
        {"code": "K7PM-29QX-4TB"},
    ),
    _text(
        "sent_on",
        "确定责任单位后发给信访人",
        "to the petitioner, once the unit is found",
        "您的信访事项（尾号{tail}）已于{day}转至{unit}，该单位15日内将书面告知。",
        "tail",
        {"unit": "区人社局"},
    ),
    *_both(
        "slip.wait",
        "回执：已转送责任单位时的第一句",
        "slip, first line when a unit is responsible",
        "请在大厅稍候，责任单位工作人员会到场接谈。",
        "Please wait in the hall; staff of the responsible unit will come and talk with you.",
    ),
    *_both(
        "slip.progress",
        "回执：如何查询",
        "slip, how to ask for the progress",
        "凭编号和查询码可随时查询办理进度。",
        "With number and query code you can ask at any time how your matter goes.",
    ),
    *_both(
        "slip.answer",
        "回执：何时答复",
        "slip, when an answer comes",
        "责任单位应当自收到之日起15日内书面告知您。",
        "The responsible unit must tell you in writing within 15 days of receiving your matter.",
    ),
)
EVERY: Mapping[str, Template] = {one.name: one for one in _EVERY}


def faults(template: Template, text: str) -> list[tuple[str, str]]:
    """Return what keeps a text from being used, Chinese and English."""
    found = []
    longest = _LONGEST_TITLE if template.title else _LONGEST
    used = _values(text)
    if not text.strip():
        found.append(("内容不能为空。", "It must not be empty."))
    if len(text) > longest:
        found.append((f"最多 {longest} 字。", f"At most {longest} characters."))
    if template.title and "\n" in text:
        found.append(("标题只能有一行。", "A title is one line."))
    if missing := template.required - used:
        named = "、".join(sorted(f"{{{one}}}" for one in missing))
        found.append((f"缺少必须的占位符 {named}。", f"It must name {named}."))
    if unknown := used - frozenset(template.sample):
        named = "、".join(sorted(f"{{{one}}}" for one in unknown))
        found.append((f"没有占位符 {named}。", f"There is no value {named}."))
    if re.search(r"[{}]", _VALUE.sub("", text)):
        found.append(("花括号没有成对。", "A brace stands alone."))
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its values; one that is not given stays as it stands, so that nothing is ever lost."""
    return _VALUE.sub(lambda found: values.get(found[1], found[0]), text)
