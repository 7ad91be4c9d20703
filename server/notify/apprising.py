"""Channels of the configuration: WeCom, DingTalk, Feishu, SMS gateways, mail and what else Apprise speaks."""

from __future__ import annotations

import logging
import re
import threading
import warnings
from functools import cache

import apprise
from apprise.plugins import N_MGR

from server.notify.outcome import Outcome, Refused, Sent, TryAgain
from server.notify.payload import Payload

_ASSET = apprise.AppriseAsset(app_id="PetitionHall", app_desc="信访大厅", app_url="", async_mode=False)
_CODE = re.compile(r"error=(\d{3})")
# Apprise writes addresses into its log, which hold tokens: nothing of it goes further than this file
_log = logging.getLogger("apprise")
_log.propagate = False
_loading = threading.Lock()


class _Said(logging.Handler):
    """Keeps the status codes that Apprise names in this thread; the words around them may hold an address."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._thread = threading.get_ident()
        self.codes: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.codes += _CODE.findall(record.getMessage())


@cache
def _load() -> None:
    """Load what Apprise speaks. Some of its hundred and more parts use modules Python is about to drop: their business."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        N_MGR.load_modules()


def send(url: str, payload: Payload) -> Outcome:
    with _loading:
        _load()
    sender = apprise.Apprise(asset=_ASSET)
    if not sender.add(url):
        return Refused(
            "渠道地址无法识别，请检查通知方案 · the channel's address is not understood; check the plan of notices"
        )
    said = _Said()
    _log.addHandler(said)
    try:
        taken = sender.notify(
            title=payload.title,
            body=f"{payload.body}\n{payload.url}",
            body_format=apprise.NotifyFormat.TEXT,
            notify_type=apprise.NotifyType.WARNING if payload.urgent else apprise.NotifyType.INFO,
        )
    finally:
        _log.removeHandler(said)
    if taken:
        return Sent()
    code = f"（{said.codes[-1]}）" if said.codes else ""
    return TryAgain(f"渠道没有接收{code} · the channel did not take it")
