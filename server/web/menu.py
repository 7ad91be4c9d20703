"""The menu of staff: one line an area, shown to whom it is open. The first ones stand in the bar, the others under “more”."""

from __future__ import annotations

from dataclasses import dataclass

from server.accounts.permissions import Action
from server.web.reader import Reader

#: so many have room on a phone, beside “more”
FIRST = 4
#: so many on a desk
WIDE = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """`key`: what a page of the area passes as `here`."""

    key: str
    href: str
    icon: str
    text: str
    text_en: str
    action: Action
    #: for the reception of the hall alone
    reception: bool = False
    #: for leaders and those who supervise
    oversight: bool = False
    #: for who decides whose matter something is
    decides: bool = False
    #: for the units that are called to the hall
    unit: bool = False


ENTRIES = (
    Entry("leader", "/leader", "shield", "领导台", "In charge", Action.INSTRUCT),
    Entry("inbox", "/inbox", "inbox", "我的事项", "My matters", Action.READ_CASES),
    Entry("reception", "/reception", "building", "接待窗口", "Reception", Action.RECEIVE_CASES, reception=True),
    Entry("desk", "/desk", "route", "甄别裁定", "Desk", Action.READ_CASES, decides=True),
    Entry("arrive", "/arrive", "pin", "到场", "Arrive", Action.RECEIVE_CASES, unit=True),
    Entry("instructions", "/instructions", "file", "批示", "Instructions", Action.READ_CASES),
    Entry("supervision", "/supervision", "alert", "督办", "Supervision", Action.SUPERVISE, oversight=True),
    Entry("reports", "/reports", "list", "报表", "Reports", Action.READ_REPORTS, oversight=True),
    Entry("admin", "/admin", "shield", "系统管理", "Administration", Action.OVERSEE),
    Entry("notices", "/notices", "bell", "通知", "Notices", Action.OWN_ACCOUNT),
    Entry("duty", "/duty", "clock", "值班表", "Duty roster", Action.HANDLE_CASES),
    Entry("arrival", "/arrival", "pin", "到场码", "Arrival code", Action.RECEIVE_CASES, reception=True),
    Entry("register", "/register", "file", "登记", "Register", Action.RECEIVE_CASES, reception=True),
    Entry("search", "/search", "search", "查询", "Search", Action.READ_CASES),
    Entry("calling", "/calling", "user", "叫号", "Calling", Action.RECEIVE_CASES, reception=True),
    Entry("displays", "/displays", "image", "大厅屏", "Screens", Action.ADMINISTER),
)


def of(reader: Reader) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return what this reader may open: key, address, icon, Chinese, English."""
    return tuple(
        (one.key, one.href, one.icon, one.text, one.text_en)
        for one in ENTRIES
        if reader.may(one.action) and _for(reader, one)
    )


def _for(reader: Reader, one: Entry) -> bool:
    return (
        (reader.reception or not one.reception)
        and (reader.oversees or not one.oversight)
        and (reader.decides or not one.decides)
        and (not reader.reception or not one.unit)
    )
