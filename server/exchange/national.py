"""One matter in the national exchange layout (国家信访信息系统数据交换), field names in its own Pinyin keys.

Political affiliation and marks on persons (zzmm, tsry) exist in the layout and are not collected (PIPL Art. 6: no more
than the purpose needs). What is not known is left empty, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from server.cases.rules import CLOSED, CaseState, EventType
from server.cases.whole import Whole
from server.core.ids import Form
from server.core.time import local

#: longest text of gkxx and tsnr
_TEXT = 4000
_ABSTRACT = 200
_FORMS: dict[Form, str] = {Form.LETTER: "001", Form.PHONE: "002", Form.VISIT: "003", Form.NET: "004"}
#: GB/T 2261.1 -> 0 女, 1 男, empty for not said
_SEX = {"1": "1", "2": "0"}

COLUMNS = (
    *("xfjbh", "xfjbhYuan", "repeated_id", "xfrq", "djsj", "xfxs", "xfrs", "sjrs", "djjgmc", "djjgdm"),
    *("xm", "xb", "mz", "zjlx", "zjhm", "csrq", "zz", "hkszd", "sjh", "zfrbz"),
    *("gkxx", "tsnr", "nrzy", "wtsddm", "nrfldm", "bfyrhdw", "bfyrzw", "wtfssj"),
    *("bjgccbz", "qgccbz", "cfxfbz", "nmbz", "jtxfbz", "gkbz", "issecret", "sfssbz"),
    *("sfyysl", "sfyjxzfy", "sfzcjgysl", "sfyyfcfhyjs"),
    *("blfs", "qxjg", "qxjgdm", "blsj", "blzt", "fcbz", "fhbz", "bjbz", "bjsj", "xfryj", "sdfs", "qsbz", "send_date"),
    *("dxfbmpj", "dzrdwpj", "adjunct_ys"),
)


def record(whole: Whole, office: Mapping[str, str], units: Mapping[str, str]) -> dict[str, str]:
    """Return every column as text. `office`: name and code of the registering office; `units`: code -> name."""
    case, person, matter = whole.case, whole.petitioner, whole.matter
    asked = matter.questions
    steps = {step.type: step for step in whole.steps}
    sent = steps.get(EventType.DISPATCHED)
    served = next((step for step in reversed(whole.steps) if step.type in _SERVED), None)
    ended = next((step for step in reversed(whole.steps) if step.type in _ENDING), None)
    return {
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
        "xm": "" if case.anonymous else person.name,
        "xb": _SEX.get(person.sex, ""),
        "mz": person.ethnic,
        "zjlx": person.id_type if person.id_number else "",
        "zjhm": person.id_number,
        "csrq": person.birth.isoformat() if person.birth else "",
        "zz": person.address or person.registered_address,
        "hkszd": person.registered_address,
        "sjh": person.phone,
        "zfrbz": "1",
        "gkxx": matter.summary[:_TEXT],
        "tsnr": (matter.text or matter.summary)[:_TEXT],
        "nrzy": matter.summary[:_ABSTRACT],
        "wtsddm": matter.place_region[:6],
        "nrfldm": case.category_code,
        "bfyrhdw": "；".join(one.name for one in matter.complained_of),
        "bfyrzw": "；".join(one.post for one in matter.complained_of if one.post),
        "wtfssj": matter.dates[0] if matter.dates else "",
        "bjgccbz": _flag(whole.flags.first_here),
        "qgccbz": _flag(not whole.flags.repeat),
        "cfxfbz": _flag(whole.flags.repeat),
        "nmbz": _flag(case.anonymous),
        "jtxfbz": _flag(case.collective),
        "gkbz": _flag(matter.publish),
        "issecret": _flag(case.confidential),
        "sfssbz": _flag(any((asked.court, asked.arbitration))),
        "sfyysl": _answered(asked.court),
        "sfyjxzfy": _answered(asked.reconsideration),
        "sfzcjgysl": _answered(asked.arbitration),
        "sfyyfcfhyjs": _answered(asked.earlier_opinion),
        "blfs": _handling(CaseState(case.state)),
        "qxjg": units.get(case.holder, ""),
        "qxjgdm": case.holder,
        "blsj": _moment(sent.at) if sent else "",
        "blzt": case.state,
        "fcbz": _flag(EventType.REVIEW_REQUESTED in steps),
        "fhbz": _flag(EventType.RECHECK_REQUESTED in steps),
        "bjbz": _flag(CaseState(case.state) in CLOSED),
        "bjsj": _moment(ended.at) if ended else "",
        "xfryj": "9" if served else "",
        "sdfs": _MANNER.get(str(served.payload.get("manner", "")), "2") if served else "",
        "qsbz": _flag(bool(served.payload.get("signed"))) if served else "",
        "send_date": _moment(served.at) if served else "",
        "dxfbmpj": _level(whole, "office"),
        "dzrdwpj": _level(whole, "unit"),
        "adjunct_ys": str(whole.pages),
    }


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
