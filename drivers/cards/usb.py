"""Readers on USB with bulk pipes (0400:C35A): SAM_V frames through pyusb, in either of two dialects.

Split pipes: preamble and length (7 bytes) to one pipe, the rest to a second, and the same way back. Single pair: the
whole frame out, the whole answer in. Which one a reader speaks follows from the number of its bulk pipes.
"""

from __future__ import annotations

import errno
import struct
import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from drivers.cards.sam import MAX_LENGTH, PREAMBLE
from drivers.cards.samreader import SamCardReader
from drivers.cards.usbids import BULK
from drivers.core.errors import DeviceAbsent, DeviceFault

#: preamble and length: what travels on the first pair of split pipes
_HEAD = len(PREAMBLE) + 2
WRITE_TIMEOUT_MS = 1000
#: two looks at an empty pipe
_DRAIN_TIMEOUT_MS = 5
#: packets thrown away at most: more than the longest answer on any pipe has
_DRAIN_PACKETS = 64
_INSTALL = "请重新安装终端软件（附加组件 kiosk） · Install the kiosk software again (extra: kiosk)"
_BULK_TRANSFER = 0x02
_TYPE_MASK = 0x03
_IN = 0x80


class UsbPort:
    """A `Port` on the bulk pipes of one device."""

    def __init__(self, device: Any) -> None:
        import usb.core
        import usb.util

        self._usb = usb
        self._device = device
        self._reattach = False
        #: split pipes: bytes of the present answer still to come on the second pipe
        self._rest = 0
        try:
            self._claim()
        except usb.core.USBError as error:
            self.close()
            raise self._translated(error) from error
        except DeviceFault:
            self.close()
            raise

    def _claim(self) -> None:
        device = self._device
        try:
            attached = device.is_kernel_driver_active(0)
        except NotImplementedError:
            # a system whose USB library leaves drivers alone
            attached = False
        if attached:
            device.detach_kernel_driver(0)
            self._reattach = True
        try:
            configuration = device.get_active_configuration()
        except self._usb.core.USBError:
            # only a device that nobody has configured yet: configuring resets it
            device.set_configuration()
            configuration = device.get_active_configuration()
        interface = configuration[(0, 0)]
        self._usb.util.claim_interface(device, interface.bInterfaceNumber)
        bulk = [e for e in interface if e.bmAttributes & _TYPE_MASK == _BULK_TRANSFER]
        self._ins = sorted((e for e in bulk if e.bEndpointAddress & _IN), key=lambda e: e.bEndpointAddress)
        self._outs = sorted((e for e in bulk if not e.bEndpointAddress & _IN), key=lambda e: e.bEndpointAddress)
        self.split = len(self._ins) >= 2 and len(self._outs) >= 2
        if not self._ins or not self._outs:
            raise DeviceFault(
                "这个 USB 设备没有读卡器的通道 · This USB device has not the pipes of a card reader",
                "请确认接入的是部标身份证阅读器 · Make sure that it is an ID-card reader",
            )

    def write(self, data: bytes) -> None:
        """See `Port.write`; `data` is one frame."""
        self._rest = 0
        try:
            if self.split:
                self._outs[0].write(data[:_HEAD], WRITE_TIMEOUT_MS)
                self._outs[1].write(data[_HEAD:], WRITE_TIMEOUT_MS)
            else:
                self._outs[0].write(data, WRITE_TIMEOUT_MS)
        except self._usb.core.USBError as error:
            raise self._translated(error) from error

    def read(self, timeout: float) -> bytes:
        """See `Port.read`. Reads one packet: a transfer that fills its packets may or may not end with an empty one."""
        pipe = self._ins[1] if self.split and self._rest else self._ins[0]
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            data = self._packet(pipe, max(1, round(left * 1000)))
            if data is None:
                return b""
            if data:
                self._count(data)
                return data
        return b""

    def drain(self) -> None:
        """See `Port.drain`."""
        self._rest = 0
        for pipe in self._ins[: 2 if self.split else 1]:
            for _ in range(_DRAIN_PACKETS):
                if self._packet(pipe, _DRAIN_TIMEOUT_MS) is None:
                    break

    def close(self) -> None:
        """See `Port.close`."""
        try:
            if self._reattach:
                self._usb.util.release_interface(self._device, 0)
                self._device.attach_kernel_driver(0)
            self._usb.util.dispose_resources(self._device)
        except (self._usb.core.USBError, NotImplementedError):
            # a device that is gone takes its claims with it
            return

    def _packet(self, pipe: Any, timeout_ms: int) -> bytes | None:
        """Return one packet, possibly empty; None when none came in time."""
        try:
            return bytes(pipe.read(pipe.wMaxPacketSize, timeout_ms))
        except self._usb.core.USBTimeoutError:
            return None
        except self._usb.core.USBError as error:
            raise self._translated(error) from error

    def _count(self, data: bytes) -> None:
        """Keep track of which pipe the next bytes of an answer come on."""
        if not self.split:
            return
        if self._rest:
            self._rest = max(0, self._rest - len(data))
        elif data[-4:-2] == PREAMBLE[-2:]:
            (length,) = struct.unpack(">H", data[-2:])
            self._rest = length if length <= MAX_LENGTH else 0

    def _translated(self, error: Any) -> DeviceAbsent | DeviceFault:
        if error.errno == errno.EACCES:
            return DeviceAbsent(
                "本用户无权使用 USB 读卡器 · This user may not use the USB card reader",
                "请安装 udev 规则 sudo ./hall devices rules --install，然后重新插拔 · "
                "Install the udev rules (sudo ./hall devices rules --install), then replug it",
            )
        if error.errno == errno.EBUSY:
            return DeviceFault(
                "USB 读卡器被另一个程序占用 · Another program uses the USB card reader",
                "请关闭其他读卡软件 · Close other card-reading software",
            )
        return DeviceAbsent(
            "USB 读卡器已断开或不应答 · The USB card reader was unplugged or does not respond",
            "请检查数据线并重新插拔 · Check the cable and replug the reader",
        )


class UsbCardReader(SamCardReader):
    """`CardReader` on USB bulk pipes.

    `socket` names one USB socket as "bus-port.port" (`lsusb -t`), for two readers on one machine; "" takes the first.
    `backend` is a pyusb backend, libusb when None.
    """

    def __init__(
        self, *, today: Callable[[], date], socket: str = "", backend: Any = None, extra_addresses: bool = False
    ) -> None:
        self._socket = socket
        self._backend = backend
        super().__init__(self._open, today=today, extra_addresses=extra_addresses)

    def _open(self, cancel: threading.Event) -> UsbPort:
        devices = [d for d in find_devices(self._backend) if self._socket in ("", socket_of(d))]
        if not devices:
            where = f"（{self._socket}）" if self._socket else ""
            raise DeviceAbsent(
                f"没有接入 USB 身份证阅读器{where} · No USB ID-card reader is attached {self._socket}".rstrip(),
                "请检查读卡器的数据线，然后运行 hall devices list · Check the cable, then run: hall devices list",
            )
        return UsbPort(devices[0])


def find_devices(backend: Any = None) -> list[Any]:
    """Return the pyusb devices that are card readers; `DeviceAbsent` when pyusb or libusb is missing."""
    try:
        import usb.core
    except ImportError as error:
        raise DeviceAbsent("没有安装 pyusb · pyusb is not installed", _INSTALL) from error
    known = {(row.vendor, row.product) for row in BULK}
    try:
        found = usb.core.find(find_all=True, backend=backend, custom_match=lambda d: (d.idVendor, d.idProduct) in known)
        return sorted(found or (), key=socket_of)
    except usb.core.NoBackendError as error:
        raise DeviceAbsent("没有安装 libusb · libusb is not installed", "sudo apt-get install libusb-1.0-0") from error
    except usb.core.USBError as error:
        raise DeviceAbsent(
            "无法访问 USB 总线 · The USB bus cannot be reached", "请运行 lsusb 检查 · Run: lsusb"
        ) from error


def socket_of(device: Any) -> str:
    """Return where a device is plugged in, as the kernel writes it: "1-2.3"."""
    return f"{device.bus}-{'.'.join(map(str, device.port_numbers or (0,)))}"
