"""Readers on USB by vendor and product number, as data. A new reader is one line here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UsbId:
    """One row: numbers as `lsusb` prints them, and who makes it."""

    vendor: int
    product: int
    name: str

    def __str__(self) -> str:
        return f"{self.vendor:04x}:{self.product:04x}"


#: vendor class, bulk pipes
BULK = (
    UsbId(0x0400, 0xC35A, "部标模块 ministry-standard module"),
    UsbId(0x0316, 0x5020, "新中新 Synthesis"),
)
#: HID class, reports of 64 bytes
HID = (
    UsbId(0x0425, 0x8159, "精伦 HIDIDR"),
    UsbId(0x2B8B, 0x2721, "HID 读卡器 reader"),
    UsbId(0x0483, 0x5751, "RFReader"),
)
