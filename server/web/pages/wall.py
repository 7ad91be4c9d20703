"""The screen on the wall of the hall. GET /wall?t=…: the page; GET /wall/board?t=…: what changes on it.

No session: the token of the screen is the key, and a wrong one answers like a page that does not exist.
"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.calling import displays
from server.cases import wall
from server.cases.doors import PublicWork
from server.cases.wall_api import Token
from server.web import qr
from server.web.templating import page

router = APIRouter(prefix="/wall", dependencies=[permit(Action.VISIT)])

#: what everybody in the hall may know: Chinese, English, where it stands in the Regulations on Petitioning 2022
_LAW = (
    (
        "多人提出共同的信访事项，应当推选代表，代表人数不得超过5人。",
        "Groups choose at most five representatives.",
        "第二十条",
    ),
    (
        "责任单位自收到之日起15日内书面告知是否受理。",
        "Within 15 days you are told in writing whether it is accepted.",
        "第二十三条",
    ),
    (
        "受理之日起60日内办结；情况复杂的，经批准可以延长不超过30日，并告知理由。",
        "Answered within 60 days; 30 more at most, with reasons.",
        "第三十四条",
    ),
    (
        "不服处理意见的，收到书面答复之日起30日内可以请求复查；不服复查意见的，30日内可以请求复核。",
        "Review may be asked for within 30 days, and re-review within 30 more.",
        "第三十五条、第三十六条",
    ),
    (
        "检举、控告材料及有关情况，不得透露或者转给被检举、控告的人员或者单位。",
        "What you accuse somebody of is never passed to them.",
        "第三十条",
    ),
)


@router.get("")
def show(work: PublicWork, token: Token = "") -> Response:
    return _page("wall.html", work, token)


@router.get("/board")
def board(work: PublicWork, token: Token = "") -> Response:
    return _page("_wall.html", work, token)


def _page(template: str, work: PublicWork, token: str) -> Response:
    found = wall.board(work, displays.hall_of(work, token))
    return page(template, now=work.now, board=found, law=_LAW, token=token, qr=qr.path(found.arrival_address))
