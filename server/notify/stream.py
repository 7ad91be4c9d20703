"""The events of one open page: what it missed, then what comes, with a sign of life between."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from starlette.concurrency import run_in_threadpool

from server.core.centre import Centre
from server.core.database import reading
from server.notify import service
from server.notify.hub import Hub
from server.notify.tables import Notice

#: turns a notice into the data of its event
Render = Callable[[Notice], dict[str, Any]]


def plain(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "kind": notice.kind,
        "case_id": notice.case_id,
        "title": notice.title,
        "body": notice.body,
        "created_at": notice.created_at.isoformat(),
    }


async def events(
    hub: Hub, centre: Centre, account: str, last_event_id: str, render: Render = plain
) -> AsyncIterator[str]:
    """Yield server-sent events named `notice` until the reader goes away."""
    # what no notice of ours can have as its id is as good as nothing
    after = int(last_event_id) if re.fullmatch(r"[0-9]{1,9}", last_event_id) else None
    async with hub.subscribed(account) as inbox:
        yield "retry: 2000\n\n"
        # subscribed first, read second: a notice that falls between is seen twice here and sent once
        missed = await run_in_threadpool(_pending, centre, account, after)
        sent = {notice.id for notice in missed}
        for notice in missed:
            yield _event(notice, render)
        await hub.delivered(missed)
        while True:
            try:
                first = await asyncio.wait_for(inbox.get(), centre.settings.stream_heartbeat_seconds)
            except TimeoutError:
                yield ": alive\n\n"
                continue
            if first is None:
                return
            if first.id in sent:
                continue
            yield _event(first, render)
            await hub.delivered([first])


def _pending(centre: Centre, account: str, after: int | None) -> Sequence[Notice]:
    with reading(centre.engine) as session:
        return service.pending(session, account, after)


def _event(notice: Notice, render: Render) -> str:
    return f"id: {notice.id}\nevent: notice\ndata: {json.dumps(render(notice), ensure_ascii=False)}\n\n"
