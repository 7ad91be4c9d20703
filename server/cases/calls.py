"""A visitor at a terminal asks for a person: the desk of the hall hears where, and nothing of who."""

from __future__ import annotations

from collections.abc import Iterable

from server.accounts.tables import Kiosk
from server.audit import service as audit
from server.cases import handover_rules as rules
from server.cases import repository
from server.cases.handover_tables import Handover
from server.contract.v1.handovers import HandoverState
from server.contract.v1.kiosks import StaffCall, StaffCalled
from server.core.work import Work
from server.notify.service import Message, enqueue
from server.notify.tables import NoticeKind
from server.units import service as units
from server.units.tables import Unit, UnitKind

STEPS = {
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
    "ask": "查办理进度",
    "guide": "一次性告知",
    "papers": "打印表格",
    "attendant": "设备管理",
    "waiting": "窗口等候",
}
PARTS = {"reader": "读卡器", "camera": "拍摄设备", "printer": "打印机", "ocr": "文字识别"}


def call(work: Work, kiosk: Kiosk, body: StaffCall) -> StaffCalled:
    """Tell the duty officers of the petition office the hall belongs to; `told` is 0 when there is none."""
    told = tell(work, kiosk, body.step, body.missing)
    desk = office(work, kiosk)
    if desk is not None:
        work.session.add(begun(work, kiosk, desk, body.step, body.missing, told))
    audit.record(work, "kiosk.called", f"kiosk:{kiosk.id}")
    return StaffCalled(told=told)


def office(work: Work, kiosk: Kiosk) -> Unit | None:
    """Return the petition office whose window serves the hall this terminal stands in."""
    return units.desk(work.session, UnitKind.PETITION, kiosk.region, frozenset())


def tell(work: Work, kiosk: Kiosk, step: str, missing: Iterable[str]) -> int:
    """Notify the desk; return how many were told."""
    desk = office(work, kiosk)
    told = units.duty_officers(work.session, desk.code) if desk else ()
    lacks = "、".join(PARTS[part] for part in dict.fromkeys(missing))
    where = f"{kiosk.name}，停在“{STEPS.get(step, step)}”一步"
    text = f"{where}；不能用：{lacks}。" if lacks else f"{where}。"
    accounts = [one.account for one in told]
    enqueue(work, accounts, Message("", NoticeKind.CALL, f"{kiosk.name}有人请求协助"[:100], text[:300]))
    return len(set(accounts))


def begun(work: Work, kiosk: Kiosk, desk: Unit, step: str, missing: Iterable[str], told: int) -> Handover:
    """Return a fresh call, which nobody has taken and nothing of the visit is in yet."""
    return Handover(
        id=repository.new_id(),
        kiosk=kiosk.id,
        desk=desk.code,
        step=step,
        missing=" ".join(dict.fromkeys(missing)),
        state=HandoverState.WAITING,
        told=told,
        called_at=work.now,
        expires_at=rules.end_of_day(work.now),
    )
