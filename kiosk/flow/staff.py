"""A person instead of the machine: the visit waits as it stands."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow.effects import CallStaff, Effect
from kiosk.flow.events import StaffTold
from kiosk.flow.visit import Help, Visit

Next = tuple[Visit, tuple[Effect, ...]]


def asked(visit: Visit) -> Next:
    """Tell the desk; a second tap while it is being told does not ring twice."""
    if "staff" in visit.busy:
        return visit, ()
    calling = replace(visit, help=Help.CALLING, busy=visit.busy | {"staff"})
    return calling, (CallStaff(visit.step, visit.missing),)


def told(visit: Visit, event: StaffTold) -> Next:
    if "staff" not in visit.busy:
        return visit, ()
    found = Help.COMING if event.reached else Help.UNREACHABLE
    return replace(visit, help=found, busy=visit.busy - {"staff"}), ()
