"""Channels of the configuration: WeCom, DingTalk, Feishu, SMS gateways, mail and what else Apprise speaks."""

from __future__ import annotations

import logging
import re
import threading
import warnings
from contextvars import ContextVar
from functools import cache

import apprise
from apprise.plugins import N_MGR

from server.notify.outcome import Outcome, Refused, Sent, TryAgain
from server.notify.payload import Payload

_ASSET = apprise.AppriseAsset(app_id="PetitionHall", app_desc="信访大厅", app_url="", async_mode=False)
_CODE = re.compile(r"error=(\d{3})")
_loading = threading.Lock()


#: takes the status codes named while one message is sent; Apprise's own threads carry it along
_codes: ContextVar[list[str] | None] = ContextVar("codes", default=None)


class _Ears(logging.Filter):
    """Lets nothing of Apprise's log pass, because it may hold addresses with their tokens; keeps the status codes."""

    def filter(self, record: logging.LogRecord) -> bool:
        codes = _codes.get()
        if codes is not None:
            codes += _CODE.findall(record.getMessage())
        return False


logging.getLogger("apprise").addFilter(_Ears())


@cache
def _load() -> None:
    """Load what Apprise speaks. Some of its hundred and more parts use modules Python is about to drop: their business."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        N_MGR.load_modules()  # type: ignore[no-untyped-call]


def understood(url: str) -> bool:
    """Tell whether this is the whole address of a channel; nobody is asked."""
    with _loading:
        _load()
    return bool(apprise.Apprise(asset=_ASSET).add(url))


def send(url: str, payload: Payload) -> Outcome:
    kind = apprise.NotifyType.WARNING if payload.urgent else apprise.NotifyType.INFO
    return say(url, payload.title, f"{payload.body}\n{payload.url}", kind)


def say(url: str, title: str, body: str, kind: apprise.NotifyType = apprise.NotifyType.INFO) -> Outcome:
    """Send these words to one address, and nothing else."""
    with _loading:
        _load()
    sender = apprise.Apprise(asset=_ASSET)
    if not sender.add(url):
        return Refused(
            "渠道地址无法识别，请检查通知方案 · the channel's address is not understood; check the plan of notices"
        )
    codes: list[str] = []
    _codes.set(codes)
    taken = sender.notify(
        title=title,
        body=body,
        body_format=apprise.NotifyFormat.TEXT,
        notify_type=kind,
    )
    if taken:
        return Sent()
    code = f"（{codes[-1]}）" if codes else ""
    return TryAgain(f"渠道没有接收{code} · the channel did not take it")
