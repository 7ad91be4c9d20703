"""Builds the driver that settings name; what cannot be built is an absent device with words for whoever wrote them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from drivers.core.errors import DeviceAbsent
from drivers.core.registry import UnknownDriver, driver

_INSTALL = "请重新安装终端软件（附加组件 kiosk） · Install the kiosk software again (extra: kiosk)"
_SETTINGS = "请在设置中改正设备一节 · Correct the device's section in the settings"

#: what tells one device of a driver from another, by the name of its option
_PLACES = ("port", "socket", "path", "reader", "device", "folder", "address")
_TITLES = {
    "card": "读卡器 · card reader",
    "camera": "高拍仪 · camera",
    "scanner": "扫描仪 · scanner",
}


def build(kind: str, name: str, options: Mapping[str, Any], today: Callable[[], date]) -> Any:
    """Return the device; drivers that judge dates get `today`. Nothing is opened yet. Raises `DeviceAbsent`."""
    try:
        make = driver(kind, name)
    except UnknownDriver as error:
        raise DeviceAbsent(str(error), _SETTINGS) from error
    except ImportError as error:
        raise DeviceAbsent(
            f"缺少驱动所需的软件包 {error.name} · A package of the driver is missing", _INSTALL
        ) from error
    dated = {"today": today} if "today" in inspect.signature(make).parameters else {}
    try:
        return make(**options, **dated)
    except (TypeError, ValueError) as error:
        raise DeviceAbsent(f"驱动 {name} 的选项有误 · Wrong options for driver {name}: {error}", _SETTINGS) from error


def name_of(kind: str, driver_name: str, options: Mapping[str, Any]) -> str:
    """Name a device by driver and place, alike in every program: two of one kind are two, with counters of their own."""
    place = next((str(options[key]) for key in _PLACES if options.get(key)), "")
    return f"{_TITLES[kind]} ({driver_name} {place}".rstrip() + ")"
