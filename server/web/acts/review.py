"""The forms of review and re-review: taken in at the window, decided by the organ above, heard where it is needed."""

from __future__ import annotations

from typing import Any

from server.cases import reviewing
from server.cases.choices import Choice
from server.cases.limits import Limit
from server.cases.reviewing import Verdict
from server.web.acts.form import Act, Field, Kind

_ASKED = (
    Field(
        "asked_at",
        Kind.MOMENT,
        "提出时间",
        "Asked at",
        required=False,
        hint="来信以收到时间为准，不填即为现在 · empty means now",
    ),
    Field("reason", Kind.LONG, "信访人的理由", "The petitioner's reasons", least=5),
)
_VERDICTS = (
    (Verdict.UPHELD.value, "维持原意见"),
    (Verdict.CHANGED.value, "变更原意见"),
    (Verdict.REVOKED.value, "撤销原意见，责令重新处理"),
)
_FINAL = "意见作出后不能撤回，意见书送达后发生效力。"


def _verdict(basis: str) -> tuple[Field, ...]:
    return (
        Field("verdict", Kind.SELECT, "结论", "Verdict", options=_VERDICTS),
        Field("facts", Kind.LONG, "查明的事实和理由", "Facts and reasons", least=5),
        Field("opinion", Kind.LONG, "意见", "Opinion", least=5),
        Field("basis", Kind.LONG, "依据", "Basis in law", least=2, most=4000, hint=basis),
    )


def _begins(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"begins": True}


def _ends(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"begins": False}


REVIEW: tuple[Act, ...] = (
    Act(
        Choice.REVIEW,
        "route",
        "登记复查请求",
        "Take in a request for review",
        "《信访工作条例》第三十五条：自收到书面答复之日起30日内，可以请求原办理机关的上一级机关复查。"
        "登记后事项交上一级机关；超过期限的自动出具不再受理告知书。",
        "复查请求已登记 · The request for review is on record",
        reviewing.AskRequest,
        reviewing.ask,
        _ASKED,
        rule=Limit.REVIEW_REQUEST.value,
    ),
    Act(
        Choice.REVIEW_DECISION,
        "shield",
        "出具复查意见",
        "Issue the review opinion",
        "《信访工作条例》第三十五条：复查机关自收到请求之日起30日内提出复查意见并书面答复。复查意见书自动生成。",
        "复查意见已出具，意见书待打印送达 · The review opinion is issued; its paper waits for printing",
        reviewing.VerdictRequest,
        reviewing.decide,
        _verdict("例：《信访工作条例》第三十五条"),
        rule=Limit.REVIEW.value,
        final=_FINAL,
    ),
    Act(
        Choice.RECHECK,
        "route",
        "登记复核请求",
        "Take in a request for re-review",
        "《信访工作条例》第三十六条第一款：自收到复查意见之日起30日内，可以请求复查机关的上一级机关复核。"
        "登记后事项交上一级机关；超过期限的自动出具不再受理告知书。",
        "复核请求已登记 · The request for re-review is on record",
        reviewing.AskRequest,
        reviewing.ask,
        _ASKED,
        rule=Limit.RECHECK_REQUEST.value,
    ),
    Act(
        Choice.HEARING,
        "user",
        "听证开始",
        "A hearing begins",
        "《信访工作条例》第三十六条第二款：复核机关可以举行听证，听证所需时间不计算在复核期限内。",
        "听证开始，复核期限暂停 · The hearing has begun; the limit stands still",
        reviewing.HearingRequest,
        reviewing.hearing,
        rule=Limit.RECHECK.value,
        shape=_begins,
        undo="误点的，随即登记听证结束 · Mark it as over at once",
    ),
    Act(
        Choice.HEARING_OVER,
        "check",
        "听证结束",
        "The hearing is over",
        "《信访工作条例》第三十六条第二款：听证结束，复核期限继续计算。",
        "听证结束，复核期限继续计算 · The hearing is over; the limit runs on",
        reviewing.HearingRequest,
        reviewing.hearing,
        rule=Limit.RECHECK.value,
        shape=_ends,
    ),
    Act(
        Choice.RECHECK_DECISION,
        "shield",
        "出具复核意见",
        "Issue the re-review opinion",
        "《信访工作条例》第三十六条：复核机关自收到请求之日起30日内提出复核意见；复核意见为终结意见。复核意见书自动生成。",
        "复核意见已出具，意见书待打印送达 · The re-review opinion is issued; its paper waits for printing",
        reviewing.VerdictRequest,
        reviewing.decide,
        _verdict("例：《信访工作条例》第三十六条"),
        rule=Limit.RECHECK.value,
        final=_FINAL,
    ),
)
