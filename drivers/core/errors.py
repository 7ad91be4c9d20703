"""Errors a device raises. Each carries a cause and a remedy, both in Chinese with English beside it."""

from __future__ import annotations


class DeviceError(Exception):
    """A device did not do what was asked.

    `cause` says what happened, `remedy` what a person can do next; neither ever holds identity data.
    """

    cause = "设备未能完成操作 · The device did not complete the operation"
    remedy = "请重试；仍不行请找工作人员 · Try again; if it keeps failing, call staff"

    def __init__(self, cause: str | None = None, remedy: str | None = None) -> None:
        self.cause = cause or type(self).cause
        self.remedy = remedy or type(self).remedy
        super().__init__(self.cause)


class DeviceAbsent(DeviceError):
    """The device, its port or its service cannot be found."""

    cause = "找不到设备 · The device cannot be found"
    remedy = "请检查电源和数据线，然后运行 hall doctor · Check power and cable, then run: hall doctor"


class DeviceFault(DeviceError):
    """The device answered that it is out of order, or answered nonsense more often than a bad contact explains."""

    cause = "设备故障 · The device is faulty"
    remedy = (
        "请断电十秒后重新上电，仍不行请联系厂家 · Power-cycle it for ten seconds; if it stays faulty call the vendor"
    )


class Cancelled(DeviceError):
    """The caller cancelled the wait."""

    cause = "操作已取消 · The operation was cancelled"
    remedy = ""
