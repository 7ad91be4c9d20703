"""The forms of leaders and of supervision on a matter."""

from __future__ import annotations

from server.accounts.permissions import Action
from server.cases import photos
from server.cases.choices import Choice
from server.instructions import service as instructions
from server.supervision import reminding, supervising
from server.supervision.supervising import FORM_TEXTS
from server.web.acts.form import Act, Field, Kind

_TEXT = Field("text", Kind.LONG, "内容", "What", least=5)
#: the unit answers a supervision
ANSWER = (Field("text", Kind.LONG, "回复内容", "Answer", least=5),)

OVERSIGHT: tuple[Act, ...] = (
    Act(
        Choice.INSTRUCT,
        "shield",
        "批示",
        "Instruct",
        "批示即时送达被批示单位值班员和负责人，阅读有回执；未读的转副职，逾期未回复的逐级提醒。被反映单位不在可选之列。",
        "批示已送达 · The instruction is sent",
        instructions.InstructRequest,
        instructions.instruct,
        (
            Field("unit", Kind.UNIT, "批示给", "To", holder=True),
            Field("text", Kind.LONG, "批示内容", "What is to be done", least=5),
            Field("due_at", Kind.BY, "回复期限", "Answer due"),
        ),
        action=Action.INSTRUCT,
    ),
    Act(
        Choice.SUPERVISE,
        "alert",
        "督办",
        "Supervise",
        "《信访工作条例》第四十条：推诿、敷衍、拖延的，及时督办。五种方式均留痕，被督办单位和分管领导即时收到。",
        "督办已记录并送达 · The supervision is on record",
        supervising.SuperviseRequest,
        supervising.supervise,
        (
            Field(
                "form",
                Kind.SELECT,
                "方式",
                "Form",
                options=tuple((form.value, text) for form, (text, _) in FORM_TEXTS.items()),
            ),
            _TEXT,
            Field(
                "unit", Kind.UNIT, "督办单位", "Unit", required=False, hint="不选为承办单位 · empty: the unit in charge"
            ),
            Field("due_at", Kind.BY, "回复期限", "Answer due", required=False, hint="不填为不要求回复 · empty: none"),
            Field("photos", Kind.PHOTOS, "照片", "Photos", most=photos.MOST, required=False),
        ),
        action=Action.SUPERVISE,
    ),
    Act(
        Choice.REMIND,
        "bell",
        "催办",
        "Remind",
        "提醒承办单位尽快办理；同一事项24小时内只催办一次。",
        "已催办 · Reminded",
        reminding.RemindRequest,
        reminding.remind,
        (_TEXT,),
        action=Action.SUPERVISE,
    ),
)
