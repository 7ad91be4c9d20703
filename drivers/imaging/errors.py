"""Errors of whatever takes a picture of a page."""

from __future__ import annotations

from drivers.core.errors import DeviceError


class NoPage(DeviceError):
    """There is no page to take: the feeder or the folder is empty, or every image in it was taken."""

    cause = "没有可拍摄的纸张 · There is no page to take"
    remedy = "请把纸张放到拍摄区 · Lay a page under the camera"


class BadImage(DeviceError):
    """The image cannot be decoded, or is too small or too large to be a page."""

    cause = "这一页的图像无法使用 · The image of this page cannot be used"
    remedy = "请重新拍摄这一页 · Take this page again"
