"""A visitor at a terminal asks for a person: the desk of the hall hears where, and nothing of who."""

from __future__ import annotations

from server.accounts.tables import Kiosk
from server.audit import service as audit
from server.contract.v1.kiosks import StaffCall, StaffCalled
from server.core.work import Work
from server.notify.service import Message, enqueue
from server.notify.tables import NoticeKind
from server.units import service as units
from server.units.tables import UnitKind

_STEPS = {
    "idle": "首页",
    "notice": "告知",
    "card": "证件",
    "earlier": "以前的事项",
    "company": "同来的人",
    "pages": "材料",
    "form": "核对",
    "submit": "提交",
    "receipt": "回执",
    "rating": "评价",
}
_PARTS = {"reader": "读卡器", "camera": "拍摄设备", "printer": "打印机", "ocr": "文字识别"}


def call(work: Work, kiosk: Kiosk, body: StaffCall) -> StaffCalled:
    """Tell the duty officers of the petition office the hall belongs to; `told` is 0 when there is none."""
    desk = units.desk(work.session, UnitKind.PETITION, kiosk.region, frozenset())
    told = units.duty_officers(work.session, desk.code) if desk else ()
    lacks = "、".join(_PARTS[part] for part in dict.fromkeys(body.missing))
    where = f"{kiosk.name}，停在“{_STEPS.get(body.step, body.step)}”一步"
    text = f"{where}；不能用：{lacks}。" if lacks else f"{where}。"
    accounts = [one.account for one in told]
    enqueue(work, accounts, Message("", NoticeKind.CALL, f"{kiosk.name}有人请求协助"[:100], text[:300]))
    audit.record(work, "kiosk.called", f"kiosk:{kiosk.id}")
    return StaffCalled(told=len(set(accounts)))
