"""The forms of what happens beside the way of a matter: materials, mediation, follow-up, joining, parting, recusal."""

from __future__ import annotations

from server.cases import followup, joining, materials, mediation, recusal
from server.cases.choices import Choice
from server.cases.joining import SplitAnswer
from server.web.acts.form import Act, Field, Kind

_REASON = Field("reason", Kind.LONG, "理由", "Reasons", least=5)
_SAID = (Field("text", Kind.LONG, "情况", "What was said or done", least=5),)
_EACH = "每行一份 · one a line"


def _new_slip(made: object) -> str:
    assert isinstance(made, SplitAnswer)
    return (
        f"新事项编号 {made.matter.number}，查询码 {made.query_code}。请立即抄给或者打印给信访人，查询码只显示这一次 · "
        "The new number and code, shown this once: give them to the petitioner"
    )


BESIDE: tuple[Act, ...] = (
    Act(
        Choice.MATERIALS_MISSING,
        "file",
        "一次性告知补正材料",
        "Ask once for all that is missing",
        "《行政许可法》第三十二条第四项：材料不齐全的，当场或者在5日内一次告知需要补正的全部内容。"
        "告知书自动生成，送达时告知期限才算完成；只能告知一次，请写全。",
        "告知书已出具，待打印送达 · The notice is made and waits for printing",
        materials.MaterialsRequest,
        materials.ask,
        (Field("materials", Kind.LINES, "缺少的材料", "What is missing", hint=_EACH),),
        rule="X1",
        final="需要补正的内容只能告知一次，请确认已经写全。",
        rare=True,
    ),
    Act(
        Choice.MATERIALS,
        "inbox",
        "登记收到的材料",
        "Materials came in",
        "逐份登记信访人交来的材料，时间即为收到时间。",
        "材料已登记 · The materials are on record",
        materials.MaterialsRequest,
        materials.received,
        (Field("materials", Kind.LINES, "收到的材料", "What came in", hint=_EACH),),
        rule="X1",
        rare=True,
    ),
    Act(
        Choice.MEDIATION,
        "user",
        "受理人民调解",
        "Mediation begins",
        "《人民调解法》第三条：在当事人自愿、平等的基础上进行调解；一般在一个月内调解完毕。法定办理期限照常计算。",
        "调解已开始 · The mediation has begun",
        mediation.OpenMediationRequest,
        mediation.begin,
        (
            Field("mediator", Kind.LINE, "调解组织或者调解员", "Mediator", least=2, most=120),
            Field("other_side", Kind.LINE, "另一方当事人", "The other side", least=1, most=200),
            Field("willing", Kind.TICK, "双方当事人自愿调解", "Both sides agree to it", required=False),
        ),
        rare=True,
    ),
    Act(
        Choice.MEDIATION_RESULT,
        "check",
        "调解结束",
        "Mediation is over",
        "《人民调解法》第二十六、二十八条：达成协议的出具调解协议书；未达成的终止调解，告知仲裁、行政、司法途径。",
        "调解结果已记录，文书待打印送达 · The result is on record; its paper waits for printing",
        mediation.CloseMediationRequest,
        mediation.close,
        (
            Field("agreed", Kind.TICK, "达成调解协议", "An agreement was reached", required=False),
            Field(
                "text",
                Kind.LONG,
                "协议内容，或者未达成的原因",
                "The agreement, or why there is none",
                least=2,
                most=4000,
            ),
        ),
        rule="M1",
        final="调解结果记录后不能更改，文书随即出具。",
    ),
    Act(
        Choice.CONFIRMATION,
        "shield",
        "登记司法确认申请",
        "The court is asked to confirm",
        "《人民调解法》第三十三条：双方自协议生效之日起30日内，可以共同向人民法院申请司法确认。",
        "司法确认申请已登记 · The joint application is on record",
        mediation.ConfirmRequest,
        mediation.confirm,
        (Field("court", Kind.LINE, "人民法院", "Court", least=2, most=120),),
        rule="M2",
    ),
    Act(
        Choice.CALL_BACK,
        "bell",
        "登记差评回访",
        "Called back after a bad rating",
        "政务服务“好差评”：收到差评的，由受理差评的单位及时回访核实。",
        "回访已记录 · The call is on record",
        followup.FollowUpRequest,
        followup.call_back,
        _SAID,
        rule="P1",
    ),
    Act(
        Choice.RECTIFY,
        "check",
        "登记差评整改",
        "Put right after a bad rating",
        "政务服务“好差评”：情况属实的限期整改，并将结果反馈评价人。",
        "整改已记录 · What was put right is on record",
        followup.FollowUpRequest,
        followup.rectify,
        _SAID,
        rule="P2",
    ),
    Act(
        Choice.FEED_BACK,
        "arrow",
        "向检举控告人反馈",
        "Feedback to who accused",
        "《纪检监察机关处理检举控告工作规则》：实名检举控告办结后，向检举控告人反馈结果。",
        "反馈已记录 · The feedback is on record",
        followup.FollowUpRequest,
        followup.feed_back,
        _SAID,
        rule="J2",
    ),
    Act(
        Choice.MERGE,
        "route",
        "并入另一事项",
        "Merge into another matter",
        "同一信访人的同一事项重复登记的，并入先登记的事项一并办理。本事项的时限由并入的事项承担，双方记录都保留。",
        "已并入，由另一事项继续办理 · Merged; the other matter goes on",
        joining.MergeRequest,
        joining.merge,
        (
            Field("into", Kind.MATTER, "并入的事项编号", "Number of the matter that goes on", most=38),
            _REASON,
        ),
        final="并入后以另一事项为准；误并的可以撤销合并，时限照旧计算。",
        rare=True,
    ),
    Act(
        Choice.UNMERGE,
        "route",
        "撤销合并",
        "Undo the merge",
        "误并的事项恢复到合并之前，单独办理。合并期间的时间照常计入时限，双方记录都保留。",
        "已撤销合并，本事项继续单独办理 · The merge is undone; the matter goes on by itself",
        joining.UndoMergeRequest,
        joining.undo,
        (_REASON,),
        rare=True,
    ),
    Act(
        Choice.SPLIT,
        "list",
        "拆出另一事项",
        "Part of it becomes another matter",
        "一次登记反映两件以上互不相关的事项的，分别办理。新事项编新号，由甄别岗确定责任单位，时限自来访之日起算。",
        "已拆出新事项 · Part of it is a matter of its own now",
        joining.SplitRequest,
        joining.split,
        (
            Field("summary", Kind.LONG, "新事项的内容", "What the new matter is about", least=5, most=4000),
            Field("requests", Kind.LINES, "新事项的诉求", "Its requests", required=False, hint="每行一条 · one a line"),
            _REASON,
        ),
        final="拆出后新编号即生效，不能收回；误拆的可以再并入。",
        tell=_new_slip,
        rare=True,
    ),
    Act(
        Choice.RECUSE,
        "lock",
        "回避",
        "Keep somebody away",
        "《信访工作条例》第二十八条第三款、第三十条第三款：与信访事项或者信访人有直接利害关系的，应当回避。"
        "单位或者人员二者填一。承办单位回避的，事项收回由信访局重新确定。",
        "已回避 · Kept away from now on",
        recusal.RecuseRequest,
        recusal.recuse,
        (
            Field("unit", Kind.UNIT, "回避的单位（含下属单位）", "Unit, with all below it", required=False),
            Field("account", Kind.PERSON, "回避的人员", "Person", required=False),
            _REASON,
        ),
        final="回避的单位和人员从此看不到本事项，不能恢复。",
        rare=True,
    ),
)
