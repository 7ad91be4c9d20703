"""Is this printer in order? For `hall doctor`, `hall devices` and the supervision of a terminal."""

from __future__ import annotations

from typing import assert_never

from drivers.core.errors import DeviceError
from drivers.core.status import Absent, Faulty, Ready, Status
from printers import status
from printers.conversation import Conversation
from printers.profiles import Profile, UnknownProfile, load
from printers.transport.queue import open_queue
from printers.transport.uri import BadPrinterAddress, open_printer

ANSWER_S = 1.0
_SETTINGS = "请在设置中改正打印机一节 · Correct the printer's section in the settings"
_SCHEME = "cups://"


def ask(address: str, profile: Profile) -> status.PrinterStatus:
    """Return what the printer says of itself; raise `PrinterNotFound`, `ConnectionLost`, `BadPrinterAddress`."""
    with open_printer(address) as transport:
        return Conversation(transport, ANSWER_S).status(profile.sensors)


def check(address: str, profile: Profile) -> Status:
    """Return the printer's state as every device reports it; prints nothing, takes at most a few seconds."""
    if address.startswith(_SCHEME):
        return check_queue(address, profile.title)
    try:
        state = ask(address, profile)
    except BadPrinterAddress as error:
        return Faulty(str(error), _SETTINGS)
    except DeviceError as error:
        return Absent(error.cause, error.remedy)
    return _judged(state, f"{profile.title} {address}")


def check_named(address: str, profile: str) -> Status:
    """Like `check`, with the profile by its name or file."""
    try:
        return check(address, load(profile))
    except UnknownProfile as error:
        return Faulty(str(error), _SETTINGS)


def check_queue(address: str, title: str = "CUPS") -> Status:
    """Return the state of a queue as CUPS tells it; never raises."""
    try:
        queue = open_queue(address)
    except ValueError:
        return Faulty(f"打印队列地址有误 {address} · Bad address of a queue; cups:///QUEUE", _SETTINGS)
    try:
        now = queue.state()
    except DeviceError as error:
        return Absent(error.cause, error.remedy)
    if not now.accepting:
        return Faulty(
            f"打印队列 {queue.name} 已停用 · The print queue takes no jobs",
            f"请启用队列 · Let it take jobs again: cupsaccept {queue.name}",
        )
    tells = "" if now.confirms else "；不报告是否打完 · does not report when a page is out"
    return _judged(now.status, f"{title} {address}{tells}")


def name_of(address: str) -> str:
    """Name the slip printer at `address`, alike in every program."""
    return f"凭条打印机 · slip printer ({address})"


def queue_name_of(address: str) -> str:
    """Name the queue for A4 papers at `address`, alike in every program."""
    return f"A4 打印队列 · A4 queue ({address})"


def _judged(state: status.PrinterStatus, name: str) -> Status:
    match state:
        case status.Online():
            return Ready(name)
        case status.NearEnd(cause=cause, remedy=remedy):
            return Ready(f"{name}；{cause}；{remedy}")
        case (
            status.OutOfPaper(cause=cause, remedy=remedy)
            | status.CoverOpen(cause=cause, remedy=remedy)
            | status.CutterJam(cause=cause, remedy=remedy)
            | status.HeadHot(cause=cause, remedy=remedy)
            | status.Offline(cause=cause, remedy=remedy)
            | status.Unknown(cause=cause, remedy=remedy)
        ):
            return Faulty(cause, remedy)
        case _:
            assert_never(state)
