"""Is this printer in order? For `hall doctor` and the attendant's screen."""

from __future__ import annotations

from typing import assert_never

from drivers.core.errors import DeviceAbsent
from drivers.core.status import Absent, Faulty, Ready, Status
from printers import status
from printers.conversation import Conversation
from printers.profiles import Profile
from printers.transport.base import ConnectionLost
from printers.transport.uri import BadPrinterAddress, open_printer

ANSWER_S = 1.0


def ask(address: str, profile: Profile) -> status.PrinterStatus:
    """Return what the printer says of itself; raise `PrinterNotFound`, `ConnectionLost`, `BadPrinterAddress`."""
    with open_printer(address) as transport:
        return Conversation(transport, ANSWER_S).status(profile.sensors)


def check(address: str, profile: Profile) -> Status:
    """Return the printer's state as every device reports it; prints nothing, takes at most a few seconds."""
    try:
        state = ask(address, profile)
    except BadPrinterAddress as error:
        return Faulty(str(error), "请改正设置中的打印机地址 · Correct the printer's address in the settings")
    except (DeviceAbsent, ConnectionLost) as error:
        return Absent(error.cause, error.remedy)
    match state:
        case status.Online():
            return Ready(f"{profile.title} {address}")
        case status.NearEnd(cause=cause, remedy=remedy):
            return Ready(f"{profile.title} {address}；{cause}；{remedy}")
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
