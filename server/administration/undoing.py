"""Undo a change: a new one that brings back what was before, as long as nothing was changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from server.accounts import remote, staff
from server.accounts.permissions import Action
from server.accounts.tables import Account
from server.clocks import changing
from server.contract.v1 import ErrorCode
from server.contract.v1.terminals import RemoteSettings
from server.core.errors import HallError
from server.core.work import Work
from server.exchange import keeping
from server.exchange.tables import Subject, states
from server.notify import deputies
from server.revisions import service as revisions
from server.revisions.service import State
from server.revisions.tables import ChangeAct, ChangeKind
from server.wording import service as wording

_HIDDEN = frozenset({"attendant_pin_hash"})


def needed(kind: ChangeKind) -> Action:
    """Return what one must be allowed to undo changes of this kind."""
    return Action.GRANT if kind is ChangeKind.ACCOUNT else Action.ADMINISTER


def undo(work: Work, by: str, batch: str) -> str:
    """Undo what was changed together; return the new batch. Raise CONFLICT when something of it was changed since."""
    revisions.alone(work)
    kind, changes = revisions.batch_of(work.session, batch)
    if batch in revisions.undone(work.session, [batch]):
        raise _conflict("这一修改已经撤销过。", "This change was undone already.")
    now = current(work, kind, [one.key for one in changes])
    if moved := [one.key for one in changes if now.get(one.key) != one.after]:
        named = "、".join(moved[:3])
        raise _conflict(f"之后又有人修改了 {named}。", f"It was changed again since: {named}.")
    done = _put(work, by, kind, {one.key: one.before for one in changes}, batch)
    if not done:
        raise _conflict("没有可以恢复的内容。", "There is nothing to bring back.")
    return done


def current(work: Work, kind: ChangeKind, keys: Sequence[str]) -> Mapping[str, State]:
    """Return how these objects stand; one that does not exist is missing or None."""
    session = work.session
    match kind:
        case ChangeKind.REGIONS | ChangeKind.UNITS | ChangeKind.ROSTER | ChangeKind.CATALOGUE:
            return states(session, Subject(kind.value))
        case ChangeKind.REGIME:
            return changing.regime_states(session, keys)
        case ChangeKind.CALENDAR:
            return changing.year_states(session, keys)
        case ChangeKind.WORDING:
            return wording.states(session, keys)
        case ChangeKind.ACCOUNT:
            found = ((key, session.get(Account, key)) for key in keys)
            return {key: staff.state(one) if one else None for key, one in found}
        case ChangeKind.KIOSK_SETTINGS:
            return {key: remote.state(remote.of(session, key)[1]) for key in keys}
        case ChangeKind.DEPUTIES:
            return deputies.states(session, keys)
        case _:
            assert_never(kind)


def _put(work: Work, by: str, kind: ChangeKind, wanted: Mapping[str, State], undoes: str) -> str:
    match kind:
        case ChangeKind.REGIONS | ChangeKind.UNITS | ChangeKind.ROSTER | ChangeKind.CATALOGUE:
            return keeping.put(work, Subject(kind.value), wanted, ChangeAct.UNDONE, undoes=undoes)
        case ChangeKind.REGIME:
            return changing.set_regimes(work, wanted, ChangeAct.UNDONE, undoes=undoes)
        case ChangeKind.CALENDAR:
            return changing.set_years(work, wanted, ChangeAct.UNDONE, undoes=undoes)
        case ChangeKind.WORDING:
            return wording.put(work, wanted, ChangeAct.UNDONE, undoes=undoes)
        case ChangeKind.ACCOUNT:
            return staff.restore(work, by, wanted, undoes=undoes)
        case ChangeKind.KIOSK_SETTINGS:
            for kiosk, state in wanted.items():
                settings = RemoteSettings.model_validate(state or {})
                remote.set_to(work, kiosk, settings, act=ChangeAct.UNDONE, undoes=undoes)
            return undoes
        case ChangeKind.DEPUTIES:
            return deputies.put(work, wanted, ChangeAct.UNDONE, undoes=undoes)
        case _:
            assert_never(kind)


def _conflict(message: str, message_en: str) -> HallError:
    return HallError(
        ErrorCode.CONFLICT,
        message,
        message_en,
        "请先查看修改记录，从最新的开始撤销 · Look at the history and undo the newest change first.",
    )


def shown(kind: ChangeKind, state: State) -> dict[str, Any] | None:
    """Return what people may read of a state: the hash of a PIN stays hidden."""
    if state is None:
        return None
    return {
        name: "***" if kind is ChangeKind.KIOSK_SETTINGS and name in _HIDDEN else value for name, value in state.items()
    }
