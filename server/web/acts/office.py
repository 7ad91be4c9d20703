"""The forms of the petition office, the screening desk and whoever decides a dispute."""

from __future__ import annotations

from typing import Any

from server.accounts.permissions import Action
from server.cases import assigning, closing, disputes, screening
from server.cases.choices import Choice
from server.cases.disputes import Principle
from server.web.acts.form import Act, Field, Kind

_REASON = Field("reason", Kind.LONG, "理由", "Reasons", least=5)
_PRINCIPLES: dict[Principle, tuple[str, str, str]] = {
    Principle.LAWFUL_DUTY: ("一、法定职责必须为", "Duty by law", "法律法规和三定规定怎么说"),
    Principle.TERRITORY: ("二、属地管理、分级负责", "Territory and level", "问题发生在哪里、归哪一级"),
    Principle.COMPETENCE: ("三、谁主管、谁负责", "Who is in charge", "哪个部门主管这项业务"),
    Principle.APPROVAL: ("四、谁审批、谁监管", "Who permits, supervises", "谁许可、谁监管所反映的事"),
    Principle.CITIZEN: ("五、便民高效", "Soonest for the citizen", "谁能最快解决"),
}


def _weighed(said: dict[str, Any]) -> dict[str, Any]:
    findings = [{"principle": one.value, "finding": said.pop(one.value)} for one in Principle]
    return said | {"weighed": findings}


OFFICE: tuple[Act, ...] = (
    Act(
        Choice.DISPATCH,
        "arrow",
        "转送责任单位",
        "Send to a unit",
        "《信访工作条例》第二十二条：按照属地管理、分级负责，谁主管、谁负责转送；确认的分类将用于改进系统判断。",
        "已转送，时限开始计算 · Sent; the limits run",
        screening.DispatchRequest,
        screening.send,
        (
            Field("unit", Kind.UNIT, "责任单位", "Responsible unit"),
            Field("category", Kind.CATEGORY, "内容分类", "Content class", required=False),
            Field("reason", Kind.LONG, "理由", "Reasons", least=2, most=500),
            Field(
                "danger",
                Kind.SELECT,
                "是否危及生命财产安全",
                "Danger to life or property",
                required=False,
                options=(("true", "是，有现实危险 · Yes"), ("false", "否 · No")),
                hint="不选：按内容和分类判断 · empty: as the words and the class say",
            ),
            Field(
                "report_days",
                Kind.NUMBER,
                "交办：几日内反馈结果",
                "Result owed within days",
                least=1,
                most=365,
                required=False,
                hint="不填为转送 · empty: only sent on",
            ),
        ),
        rule="F6",
    ),
    Act(
        Choice.DECIDE_OBJECTION,
        "alert",
        "核实异议",
        "Decide the objection",
        "《信访工作条例》第二十三条第三款：经核实同意的，重新确定责任单位；不同意的，退回原单位办理。",
        "异议已有结论 · The objection is decided",
        disputes.DecideObjectionRequest,
        disputes.decide,
        (
            Field(
                "uphold",
                Kind.SELECT,
                "结论",
                "Decision",
                options=(("true", "同意，重新确定责任单位"), ("false", "不同意，退回原单位")),
            ),
            _REASON,
        ),
    ),
    Act(
        Choice.ARBITRATE,
        "shield",
        "裁定责任单位",
        "Decide whose matter it is",
        "《信访工作条例》第二十四条。五项原则逐项说明，裁定对各方有约束力，不得再提异议。",
        "责任单位已裁定 · The unit is decided",
        disputes.ArbitrateRequest,
        disputes.arbitrate,
        (
            *(
                Field(one.value, Kind.LONG, text, text_en, least=5, hint=hint)
                for one, (text, text_en, hint) in _PRINCIPLES.items()
            ),
            Field("unit", Kind.UNIT, "责任单位", "Responsible unit"),
            Field("assisting", Kind.UNITS, "协办单位", "Assisting units", required=False),
            Field("reason", Kind.LONG, "裁定理由", "Reasons", least=5),
        ),
        rule="F7",
        action=Action.ARBITRATE,
        shape=_weighed,
        final="裁定对各方有约束力，作出后不能更改。",
    ),
    Act(
        Choice.ASSIGN,
        "clock",
        "交办",
        "Assign with a limit",
        "《信访工作条例》第二十二条第一款第三项：需要反馈结果的，指定办理期限。",
        "已交办 · Assigned",
        assigning.AssignRequest,
        assigning.assign,
        (
            Field("days", Kind.NUMBER, "几日内反馈", "Days", least=1, most=365),
            Field("requirement", Kind.LONG, "办理要求", "What is to be reported", least=5),
        ),
        rule=assigning.RULE,
    ),
    Act(
        Choice.FINALIZE,
        "check",
        "审核办结",
        "Close",
        "文书全部送达、复查复核期限届满或者信访人认可后，方可办结。",
        "已审核办结 · Closed",
        closing.FinalizeRequest,
        closing.finalize,
        (
            _REASON,
            Field("agreed", Kind.TICK, "信访人认可答复", "The petitioner agrees", required=False),
        ),
        undo="办错了可以用“重新办理”撤回 · Reopening takes it back",
    ),
    Act(
        Choice.ARCHIVE,
        "inbox",
        "归档",
        "Archive",
        "办结后归档；误归档的可以重新办理。",
        "已归档 · Archived",
        closing.ArchiveRequest,
        closing.archive,
        (Field("remark", Kind.LINE, "备注", "Remark", most=500, required=False),),
        undo="办错了可以用“重新办理”撤回 · Reopening takes it back",
    ),
    Act(
        Choice.REOPEN,
        "undo",
        "重新办理（撤销办结）",
        "Reopen, undoing the end",
        "《信访工作条例》第三十六条第三款：有新的事实或者理由的，重新办理。",
        "已重新办理 · Reopened",
        closing.ReopenRequest,
        closing.reopen,
        (Field("new_facts", Kind.LONG, "新的事实或者理由", "New facts or reasons", least=5),),
    ),
)
