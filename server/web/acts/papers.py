"""A paper of a matter as it is printed, and the form that says how it was handed over."""

from __future__ import annotations

from printers.layout.forms import Form, Gap, Line, Paragraph, Part, Place, Title
from printers.layout.notices import day
from server.cases.papers import PaperView
from server.core.time import local
from server.web.acts.form import Field, Kind

SERVE: tuple[Field, ...] = (
    Field(
        "manner",
        Kind.SELECT,
        "送达方式",
        "Manner",
        options=(("in_person", "当面送达"), ("by_post", "邮寄送达"), ("other", "其他方式")),
    ),
    Field("signed", Kind.TICK, "信访人已签收", "Signed for", required=False),
    Field("served_at", Kind.MOMENT, "送达时间", "Served at", required=False, hint="不填即为现在 · empty means now"),
    Field("remark", Kind.LINE, "备注（拒签等情况）", "Remark", most=500, required=False),
)
#: hidden in the form: which print the page offered
PRINT: tuple[Field, ...] = (Field("copy_number", Kind.NUMBER, "副本号", "Copy", most=9999, required=False),)
#: names of the content that stand in the head and at the foot of the paper
_NUMBER, _UNITS = "编号", ("受理单位", "单位")


#: stands on what is only looked at: it was never counted as a print
_FOR_READING = "查阅件，不作打印件使用"


def lay_out(paper: PaperView, copy: int | None) -> Form:
    """Return the paper: title, number, what it says name by name, the unit and the day it was made.

    `copy`: 0 the original, n 副本 n, None to be read on a screen and marked so.
    """
    told = [f"{name}：{text}" for name, text in paper.content.items() if text and name not in (_NUMBER, *_UNITS)]
    unit = next((paper.content[name] for name in _UNITS if paper.content.get(name)), "")
    parts: list[Part] = [
        *((Line(_FOR_READING, Place.RIGHT),) if copy is None else ()),
        Title(paper.title),
        Line(f"{_NUMBER}：{paper.number}", Place.CENTRE),
        Gap(),
        *(Paragraph(text) for text in told),
        Gap(2),
        *((Line(unit, Place.RIGHT),) if unit else ()),
        Line("（盖章）", Place.RIGHT),
        Line(day(local(paper.queued_at).date()), Place.RIGHT),
    ]
    return Form(paper.title, tuple(parts), reference=paper.number, copy=copy or 0)
