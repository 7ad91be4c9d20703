"""One matter in the national exchange layout (国家信访信息系统数据交换), field names in its own Pinyin keys.

Political affiliation and marks on persons (zzmm, tsry) exist in the layout and are not collected (PIPL Art. 6: no more
than the purpose needs). The query code (cxm) stays empty: it is the petitioner's key and leaves with the slip alone. What
is not known is left empty, never guessed: that goes for every code whose table is not published (xfmddm, xfyydm).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never

from server.cases.journal import Step
from server.cases.rules import CLOSED, CaseState, EventType
from server.cases.whole import Whole
from server.clocks.events import Tag
from server.core.ids import Form
from server.core.time import local

#: longest text of gkxx and tsnr
_TEXT = 4000
#: ends a text that is longer; the whole one is an attachment
_MORE = "……（全文见附件）"
_ABSTRACT = 200
_FORMS: dict[Form, str] = {Form.LETTER: "001", Form.PHONE: "002", Form.VISIT: "003", Form.NET: "004"}
#: GB/T 2261.1 -> 0 女, 1 男, empty for not said
_SEX = {"1": "1", "2": "0"}

#: in the order of the layout: person, matter, flags, disposal, service of papers, evaluation, attachments
COLUMNS = (
    *("xfjbh", "xfjbhYuan", "repeated_id", "xfrq", "djsj", "xfxs", "xfrs", "sjrs"),
    *("djjgmc", "djjgdm", "djjglb", "djbm", "djr"),
    *(
        "xm",
        "xb",
        "mz",
        "zjlx",
        "zjhm",
        "csrq",
        "zz",
        "zzdm",
        "hkszd",
        "txdz",
        "yzbm",
        "sjh",
        "gddh",
        "dzyj",
        "gzdw",
        "zy",
    ),
    *("xfrgjhgatjmsf", "xh", "zfrbz"),
    *("gkxx", "tsnr", "nrzy", "sxr", "wtsddm", "nrfldm", "xfmddm", "xfyydm", "rdwt", "xbjzsj"),
    *("bfyrhdw", "bfyrzw", "bfyrjb", "bfyrzzdm", "bfyrzzmc", "wtfssj", "cxm", "cxmzt"),
    *("bjgccbz", "qgccbz", "cfxfbz", "nmbz", "lmbz", "jtxfbz", "qtyybz", "zdjjbz", "yybz", "sksflbz", "sfssbz"),
    *("jabz", "dbbz", "sfyfzjzf", "yjbz", "gkbz", "issecret", "mj"),
    *("sffyysl", "sfyjxzfy", "sfzcjgysl", "sfyyfcfhyjs"),
    *("blfs", "qxjg", "qxjgdm", "blyj", "jbr", "blsj", "blcx", "blzt"),
    *("fcbz", "fhbz", "bjbz", "shrdbjbz", "bjsj", "xfryj", "sdfs", "qsbz", "sdr", "send_date"),
    *("dxfbmpj", "dxfbmpj_status", "dzrdwpj", "dzrdwpj_status", "adjunct", "adjunct_ys"),
)
#: unrated for longer is 超期未评价
_RATING_WINDOW = timedelta(days=30)


def record(whole: Whole, office: Mapping[str, str], units: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Return every column as text. `office`: name, code and region of the registering office; `units`: code -> name."""
    case, person, matter = whole.case, whole.petitioner, whole.matter
    asked = matter.questions
    steps = {step.type: step for step in whole.steps}
    sent = steps.get(EventType.DISPATCHED)
    served = next((step for step in reversed(whole.steps) if step.type in _SERVED), None)
    ended = next((step for step in reversed(whole.steps) if step.type in _ENDING), None)
    came, opinion = steps.get(EventType.REGISTERED), steps.get(EventType.OPINION_ISSUED)
    handled = opinion or sent
    posts = [one.post for one in matter.complained_of]
    text = matter.text or matter.summary
    attached = [f"{one.title} {one.amount or ''}{one.unit}".strip() for one in matter.attachments]
    if len(text) > _TEXT:
        attached.append(f"投诉内容全文（{len(text)}字）")
    said = {
        "xfjbh": case.number,
        "xfjbhYuan": whole.reference,
        "repeated_id": whole.continues,
        "xfrq": _day(case.registered_at),
        "djsj": _moment(case.registered_at),
        "xfxs": _FORMS[whole.form],
        "xfrs": str(matter.persons_present),
        "sjrs": str(matter.persons_affected),
        "djjgmc": office.get("name", ""),
        "djjgdm": office.get("code", ""),
        "djjglb": _office_level(office.get("region", "")),
        "djr": _person(came),
        "xm": "" if case.anonymous else person.name,
        "xb": _SEX.get(person.sex, ""),
        "mz": person.ethnic,
        "zjlx": person.id_type if person.id_number else "",
        "zjhm": person.id_number,
        "csrq": person.birth.isoformat() if person.birth else "",
        "zz": person.address or person.registered_address,
        "hkszd": person.registered_address,
        "txdz": person.address,
        "sjh": person.phone,
        "xh": "1",
        "zfrbz": "1",
        "gkxx": matter.summary[:_TEXT],
        "tsnr": text if len(text) <= _TEXT else text[: _TEXT - len(_MORE)] + _MORE,
        "nrzy": matter.summary[:_ABSTRACT],
        "wtsddm": matter.place_region[:6],
        "nrfldm": case.category_code,
        "bfyrhdw": "；".join(one.name for one in matter.complained_of),
        # each post under the name it belongs to
        "bfyrzw": "；".join(posts) if any(posts) else "",
        "wtfssj": matter.dates[0] if matter.dates else "",
        "bjgccbz": _flag(whole.flags.first_here),
        "qgccbz": _flag(not whole.flags.repeat),
        "cfxfbz": _flag(whole.flags.repeat),
        "nmbz": _flag(case.anonymous),
        "lmbz": _flag(matter.cosigners > 0),
        "jtxfbz": _flag(case.collective),
        "zdjjbz": _flag(Tag.DANGER in case.sorts.split()),
        "dbbz": _flag(EventType.SUPERVISED in steps),
        "gkbz": _flag(matter.publish),
        "issecret": _flag(case.confidential),
        "sfssbz": _flag(any((asked.court, asked.arbitration))),
        "sffyysl": _answered(asked.court),
        "sfyjxzfy": _answered(asked.reconsideration),
        "sfzcjgysl": _answered(asked.arbitration),
        "sfyyfcfhyjs": _answered(asked.earlier_opinion),
        "blfs": _handling(CaseState(case.state)),
        "qxjg": units.get(case.holder, ""),
        "qxjgdm": case.holder,
        "blyj": str(opinion.payload.get("opinion", ""))[:_TEXT] if opinion else "",
        "jbr": _person(handled),
        "blsj": _moment(handled.at) if handled else "",
        "blzt": case.state,
        "fcbz": _flag(EventType.REVIEW_REQUESTED in steps),
        "fhbz": _flag(EventType.RECHECK_REQUESTED in steps),
        "bjbz": _flag(CaseState(case.state) in CLOSED),
        "shrdbjbz": _flag(EventType.FINALIZED in steps),
        "bjsj": _moment(ended.at) if ended else "",
        "xfryj": "9" if served else "",
        "sdfs": _MANNER.get(str(served.payload.get("manner", "")), "2") if served else "",
        "qsbz": _flag(bool(served.payload.get("signed"))) if served else "",
        "sdr": _person(served),
        "send_date": _moment(served.at) if served else "",
        "xbjzsj": _moment(whole.due_at) if whole.due_at else "",
        "dxfbmpj": _level(whole, "office"),
        "dxfbmpj_status": _rating(whole, "office", steps, now),
        "dzrdwpj": _level(whole, "unit"),
        "dzrdwpj_status": _rating(whole, "unit", steps, now),
        "adjunct": "；".join(attached),
        "adjunct_ys": str(whole.pages),
    }
    return {column: said.get(column, "") for column in COLUMNS}


_SERVED = (EventType.RESULT_DELIVERED, EventType.REVIEW_SERVED, EventType.RECHECK_SERVED, EventType.WRITTEN_NOTICE)
_ENDING = (EventType.FINALIZED, EventType.NOT_ACCEPTED, EventType.MERGED)
_MANNER = {"in_person": "0", "by_post": "1", "other": "2"}


def _handling(state: CaseState) -> str:
    """办理方式, in the words of the layout."""
    match state:
        case CaseState.VISITING | CaseState.REGISTERED | CaseState.SCREENING:
            return "登记"
        case CaseState.NOT_ACCEPTED:
            return "不予受理"
        case CaseState.REVIEW | CaseState.REVIEW_ANSWERED | CaseState.REVIEW_DELIVERED:
            return "复查"
        case CaseState.RECHECK | CaseState.RECHECK_ANSWERED | CaseState.RECHECK_DELIVERED:
            return "复核"
        case CaseState.ACCEPTED:
            return "受理告知"
        case CaseState.ANSWERED | CaseState.DELIVERED | CaseState.FINAL | CaseState.ARCHIVED:
            return "出具意见书"
        case CaseState.MERGED:
            return "存"
        case (
            CaseState.DISPATCHED
            | CaseState.RESTRICTED
            | CaseState.OBJECTED
            | CaseState.DISPUTED
            | CaseState.ACKNOWLEDGED
            | CaseState.ON_SCENE
            | CaseState.INTERVIEWED
        ):
            return "转送"
        case _:
            assert_never(state)


def _office_level(region: str) -> str:
    """登记机构类别 by the code of GB/T 2260."""
    if not region:
        return ""
    return (
        "省级" if region[2:6] == "0000" else "市级" if region[4:6] == "00" else "县级" if len(region) == 6 else "乡级"
    )


def _person(step: Step | None) -> str:
    """Return the account, or the terminal, that took a step."""
    return step.actor.partition(":")[2] if step else ""


def _rating(whole: Whole, subject: str, steps: Mapping[EventType, Step], now: datetime) -> str:
    """0 待评价, 1 未评价 (nothing to rate yet), 2 已评价, 3 超期未评价."""
    if subject in whole.ratings:
        return "2"
    delivered = steps.get(EventType.RESULT_DELIVERED)
    if delivered is None:
        return "1"
    return "3" if now - delivered.at > _RATING_WINDOW else "0"


def _level(whole: Whole, subject: str) -> str:
    return str(whole.ratings[subject]) if subject in whole.ratings else ""


def _flag(said: bool) -> str:
    return "1" if said else "0"


def _answered(said: bool | None) -> str:
    return "" if said is None else _flag(said)


def _day(at: datetime) -> str:
    return f"{local(at):%Y/%m/%d}"


def _moment(at: datetime) -> str:
    return f"{local(at):%Y/%m/%d %H:%M:%S}"
