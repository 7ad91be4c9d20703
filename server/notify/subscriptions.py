"""Browsers that asked for Web Push: remembered, opened for sending, forgotten."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlmodel import Session, col, delete, select

from server.audit import service as audit
from server.contract.v1 import ErrorCode
from server.core.crypto import Vault
from server.core.errors import HallError
from server.core.work import Work
from server.notify import endpoints
from server.notify.tables import PushSubscription
from server.notify.webpush import Subscription

#: browsers of one person; the oldest one gives way
MOST = 10


def remember(work: Work, account: str, wanted: Subscription) -> PushSubscription:
    """Store a browser for this person, once; raise INVALID_REQUEST for an address that is none of a push service.

    A browser that another person used before belongs to whoever signed in last.
    """
    try:
        endpoints.check(wanted.endpoint, loopback=work.centre.settings.push_loopback)
    except endpoints.EndpointRefused as refused:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            "推送地址不能使用。",
            "This push address cannot be used.",
            str(refused),
            fields=("endpoint",),
        ) from refused
    index = _index(work.vault, wanted.endpoint)
    session = work.session
    row = session.exec(select(PushSubscription).where(PushSubscription.endpoint_index == index)).first()
    if row is None:
        row = PushSubscription(
            id=uuid.uuid4().hex, account=account, endpoint_index=index, sealed=b"", created_at=work.now
        )
        for old in _of(session, account)[MOST - 1 :]:
            session.delete(old)
    row.account = account
    row.sealed = work.vault.seal_text(wanted.model_dump_json(), _context(row.id))
    session.add(row)
    session.flush()
    audit.record(work, "push.subscribed", f"account:{account}")
    return row


def forget(work: Work, account: str, endpoint: str) -> None:
    """Remove a browser of this person; one that is not there is removed already."""
    index = _index(work.vault, endpoint)
    work.session.exec(
        delete(PushSubscription).where(
            col(PushSubscription.endpoint_index) == index, col(PushSubscription.account) == account
        )
    )
    audit.record(work, "push.unsubscribed", f"account:{account}")


def count(session: Session, account: str) -> int:
    return len(_of(session, account))


def opened(vault: Vault, row: PushSubscription) -> Subscription:
    return Subscription.model_validate_json(vault.open_text(row.sealed, _context(row.id)))


def _of(session: Session, account: str) -> Sequence[PushSubscription]:
    """Newest first."""
    wanted = select(PushSubscription).where(PushSubscription.account == account)
    return session.exec(wanted.order_by(col(PushSubscription.created_at).desc(), col(PushSubscription.id))).all()


def _index(vault: Vault, endpoint: str) -> str:
    # long and random in itself: it need not change with the keys, and so is found during a rotation too
    return vault.fingerprint("push-endpoint", endpoint)


def _context(row_id: str) -> str:
    return f"push_subscription.sealed:{row_id}"
