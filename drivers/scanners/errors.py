"""Errors only a scanner raises."""

from __future__ import annotations

from drivers.core.errors import DeviceError, DeviceFault


class PaperJam(DeviceError):
    """A sheet is stuck in the feeder."""

    cause = "进纸器卡纸 · Paper is jammed in the feeder"
    remedy = (
        "请打开盖子取出卡住的纸，从没有扫描到的那一页重新放入 · Open the cover, take the sheet out, "
        "and put the pages back in from the one that was not scanned"
    )


class CoverOpen(DeviceError):
    """The cover or the feeder is open."""

    cause = "扫描仪盖子没有关好 · The cover of the scanner is open"
    remedy = "请关好盖子后重试 · Close the cover and try again"


class Busy(DeviceFault):
    """Another program holds the scanner."""

    cause = "扫描仪正被其他程序占用 · Another program is using the scanner"
    remedy = "请关闭其他扫描程序后重试 · Close other scanning programs, then try again"


class BackendCrashed(DeviceFault):
    """The vendor's SANE backend ended the child process."""

    cause = "扫描仪驱动程序崩溃 · The scanner's driver software crashed"
    remedy = (
        "请重新扫描这一页；反复出现请更新厂家驱动 · Scan this page again; if it repeats, update the vendor's driver"
    )
