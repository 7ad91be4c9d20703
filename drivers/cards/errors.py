"""Errors only a card reader raises."""

from __future__ import annotations

from drivers.core.errors import DeviceError


class CardRemoved(DeviceError):
    """The card left the field while it was read (SW3 41, or the PC/SC daemon reports no card)."""

    cause = "读卡时身份证被拿开了 · The card was lifted while it was being read"
    remedy = "请把身份证平放在读卡区，听到提示后再拿开 · Lay the card flat and wait for the signal before lifting it"


class NotAnIdentityCard(DeviceError):
    """Something lies on the reader that is not a second-generation identity card."""

    cause = "这不是二代身份证，或无法读取 · This is not a second-generation ID card, or it cannot be read"
    remedy = "请换用身份证，或选择手工填写 · Use the ID card, or choose manual entry"


class SerialNumberOnly(DeviceError):
    """An ordinary contactless reader without a security module: it sees a card, and nothing but its serial number."""

    cause = "此读卡器没有身份证安全模块，只能看到卡片序列号 · This reader has no ID-card security module"
    remedy = "请接入带安全模块的身份证阅读器 · Attach an ID-card reader with a security module (SAM)"
