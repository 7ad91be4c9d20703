"""The forms of the responsible unit, in the order of the way of a matter."""

from __future__ import annotations

from typing import Any

from server.accounts.permissions import Action
from server.cases import assigning, colleagues, disputes, more_time, photos, steps
from server.cases.choices import Choice
from server.cases.limits import Limit
from server.cases.procedures import WAYS
from server.cases.reasons import GROUNDS
from server.web.acts.form import Act, Field, Kind

_KINDS = (("claim", "申诉求决（60日办结）"), ("suggestion", "建议意见"), ("accusation", "检举控告（仅纪检监察机关）"))
_WAYS = tuple((one.value, f"{way.text}（第三十一条第{way.item}项）") for one, way in WAYS.items())
#: what ends with the opinion or the decision: of a petition, and of the other lawful ways
_HANDLED_BY_LAW = f"{Limit.OPINION.value} A1 D1 X2"
#: the longest extension any law names
_MOST_DAYS = 30
_REASON = Field("reason", Kind.LONG, "理由", "Reasons", least=5)


def _back(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"account": ""}


UNIT: tuple[Act, ...] = (
    Act(
        Choice.ARRIVE,
        "pin",
        "到场",
        "Arrived",
        "工作人员到达大厅后，输入大厅屏幕或者窗口上的6位到场码（或者扫码），证实确实到场。",
        "到场时间已记录 · The arrival is on record",
        steps.ArriveRequest,
        steps.arrive,
        (
            Field(
                "code",
                Kind.CODE,
                "到场码",
                "Code of the hall",
                required=False,
                hint="每5分钟更换；不填则记为“未证实” · changes every 5 minutes; left empty: not proven",
            ),
            Field(
                "arrived_at",
                Kind.MOMENT,
                "到场时间",
                "Arrived at",
                required=False,
                hint="不填即为现在 · empty means now",
            ),
        ),
        rule="F3",
    ),
    Act(
        Choice.CONCLUDE,
        "check",
        "接谈小结",
        "Conclude the interview",
        "写明谈了什么、怎样答复；当场解决且信访人认可的勾选“当场解决”。",
        "接谈小结已记录 · The interview is on record",
        steps.ConcludeRequest,
        steps.conclude,
        (
            Field("summary", Kind.LONG, "接谈情况", "What was said", least=2, most=4000),
            Field("settled", Kind.TICK, "当场解决，信访人认可", "Settled on the spot", required=False),
        ),
        rule="F4",
    ),
    Act(
        Choice.ACCEPT,
        "file",
        "受理",
        "Accept",
        "《信访工作条例》第二十三条、第三十一条：决定受理的书面告知信访人。受理告知书自动生成，按信访程序办理的，60日自受理之日起算；导入其他法定途径的，适用该途径的期限。",
        "已受理，受理告知书待打印送达 · Accepted; the notice waits for printing",
        steps.AcceptRequest,
        steps.accept,
        (
            Field("kind", Kind.SELECT, "类别", "Kind", options=_KINDS),
            Field("procedure", Kind.SELECT, "法定途径（申诉求决）", "Lawful way of a claim", options=_WAYS),
        ),
        rule="R3",
    ),
    Act(
        Choice.OPINION,
        "shield",
        "出具处理意见",
        "Issue the opinion",
        "《信访工作条例》第三十二条：处理意见书载明请求、事实和理由、处理意见及其法律依据。",
        "处理意见已出具，意见书待打印送达 · The opinion is issued; its paper waits for printing",
        steps.OpinionRequest,
        steps.issue,
        (
            Field(
                "outcome",
                Kind.SELECT,
                "结论",
                "Outcome",
                options=tuple((one.value, text) for one, text in steps.OUTCOME_TEXT.items()),
            ),
            Field("facts", Kind.LONG, "查明的事实和理由", "Facts and reasons", least=5),
            Field("opinion", Kind.LONG, "处理意见", "Opinion", least=5),
            Field("basis", Kind.LONG, "法律、法规、规章依据", "Basis in law", least=2, most=4000),
        ),
        rule=_HANDLED_BY_LAW,
        final="意见出具后不能撤回，意见书随即生成。",
    ),
    Act(
        Choice.HAND,
        "user",
        "交给同事承办",
        "Give to a colleague",
        "确定本单位由谁承办。承办人可以办理各步骤，单位仍对期限负责，时限不变。",
        "已确定承办人，并已通知 · It is in a colleague's hands, who was told",
        colleagues.HandRequest,
        colleagues.hand,
        (
            Field("account", Kind.COLLEAGUE, "承办人", "Colleague"),
            Field("remark", Kind.LINE, "交代事项", "What to mind", most=500, required=False),
        ),
        undo="可以随时收回 · It can be taken back at any time",
    ),
    Act(
        Choice.TAKE_BACK,
        "undo",
        "收回由值班员办理",
        "Take it back to the desk",
        "收回后由本单位值班员继续办理，时限不变。",
        "已收回 · Taken back",
        colleagues.HandRequest,
        colleagues.hand,
        shape=_back,
        rare=True,
    ),
    Act(
        Choice.NOTE,
        "list",
        "登记进展",
        "Note progress",
        "记录办理的每一步。记录不改变任何时限。",
        "进展已记录 · Progress is on record",
        steps.NoteRequest,
        steps.note,
        (
            Field("text", Kind.LONG, "进展", "Progress", least=2, most=4000),
            Field(
                "photos",
                Kind.PHOTOS,
                "现场照片",
                "Photos",
                most=photos.MOST,
                required=False,
                hint=f"最多{photos.MOST}张，JPEG 或 PNG，一次共不超过12 MB；拍摄地点等信息不对外显示 · at most {photos.MOST}, 12 MB together",
            ),
        ),
    ),
    Act(
        Choice.REPORT,
        "arrow",
        "反馈交办结果",
        "Report the result",
        "《信访工作条例》第二十二条第一款第三项：在指定办理期限内反馈结果，提交办结报告。",
        "结果已反馈 · The result is reported",
        assigning.ReportRequest,
        assigning.report,
        (
            Field("result", Kind.LONG, "办理结果", "Result", least=5),
            Field("report", Kind.LONG, "办结报告", "Report", least=2, most=4000),
        ),
        rule=assigning.RULE,
    ),
    Act(
        Choice.ASK_EXTENSION,
        "clock",
        "申请延期",
        "Ask for more time",
        "《信访工作条例》第三十四条：延长办理期限由本机关、单位负责人批准。申请即时送达负责人和分管领导；批准之前期限照常计算。",
        "已申请延期，负责人会收到通知 · More time is asked for; the person in charge is told",
        more_time.MoreTimeRequest,
        more_time.ask,
        (
            Field(
                "days",
                Kind.NUMBER,
                "申请延长天数",
                "Days",
                least=1,
                most=_MOST_DAYS,
                hint="日或者工作日，与原期限相同 · days or working days, as the limit itself",
            ),
            Field("reason", Kind.LONG, "理由", "Reasons", least=5, most=500),
        ),
        rule=_HANDLED_BY_LAW,
    ),
    Act(
        Choice.EXTEND,
        "clock",
        "批准延期",
        "Approve more time",
        "《信访工作条例》第三十四条：情况复杂的，经本机关、单位负责人批准可以延长，累计不超过30日，并告知延期理由。"
        "导入其他法定途径的依该法：行政复议不超过30日（《行政复议法》第六十二条），政府信息公开不超过20个工作日"
        "（《政府信息公开条例》第三十三条），行政许可10个工作日（《行政许可法》第四十二条）。",
        "已批准延期，延期告知书待打印送达 · More time is approved; the notice waits for printing",
        steps.ExtendRequest,
        steps.extend,
        (
            Field(
                "days",
                Kind.NUMBER,
                "延长天数",
                "Days",
                least=1,
                most=_MOST_DAYS,
                hint="日或者工作日，与原期限相同 · days or working days, as the limit itself",
            ),
            _REASON,
        ),
        rule=_HANDLED_BY_LAW,
        action=Action.APPROVE,
    ),
    Act(
        Choice.REFUSE,
        "exit",
        "不予受理或引导",
        "Not accepted, or led elsewhere",
        "《信访工作条例》第十九、二十、二十三、三十一、三十五、三十六条：按理由自动生成告知书或引导单。",
        "已决定，相应文书待打印送达 · Decided; the paper it owes waits for printing",
        steps.RefuseRequest,
        steps.refuse,
        (
            Field(
                "ground",
                Kind.SELECT,
                "理由",
                "Ground",
                options=tuple(
                    (one.value, f"{one.value} {facts.text} · {facts.text_en}") for one, facts in GROUNDS.items()
                ),
            ),
            Field("facts", Kind.LONG, "本件事实", "Facts of this matter", least=5),
            Field("guidance", Kind.LONG, "可以去哪里解决", "Where to turn instead", most=500, required=False),
        ),
        rule="R3",
        undo="办错了可以用“重新办理”撤回 · Reopening takes it back",
    ),
    Act(
        Choice.OBJECT,
        "alert",
        "提出异议",
        "Object",
        "《信访工作条例》第二十三条第三款：不属于本单位职权范围的，自收到之日起5个工作日内提出异议并详细说明理由。",
        "异议已提出，等待信访局核实 · The objection is raised; the petition office decides",
        disputes.ObjectRequest,
        disputes.object_to,
        (
            Field("reason", Kind.LONG, "详细理由", "Reasons in detail", least=20),
            Field("belongs_to", Kind.UNIT, "应由哪个单位办理", "Whose matter it is", required=False),
        ),
        rule=Limit.OBJECTION.value,
    ),
    Act(
        Choice.DISPUTE,
        "route",
        "提请裁定",
        "Ask for arbitration",
        "《信访工作条例》第二十四条：协商不成的，由共同上一级决定或者由联席会议协调。异议被退回后可以提请一次。",
        "已提请裁定 · Arbitration is asked for",
        disputes.DisputeRequest,
        disputes.dispute,
        (_REASON, Field("other", Kind.UNIT, "争议的另一单位", "The other unit", required=False)),
        rule="F7",
    ),
)
