"""A USB bus inside this process with one reader on it: a backend of pyusb, so that pyusb itself runs over it.

Two dialects of the reader's pipes, packets of 64 bytes, an empty packet behind an answer that fills its last one, or not.
"""

from __future__ import annotations

import array
import errno
import queue
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace, TracebackType
from typing import Any, Self

import usb.backend
from usb.core import USBError, USBTimeoutError

from drivers.cards.sam import PREAMBLE
from drivers.cards.simulator.inprocess import SamThread
from drivers.cards.simulator.sam import SimulatedSam
from drivers.cards.usbids import BULK, UsbId

PACKET = 64
_HEAD = len(PREAMBLE) + 2
_BULK = 2


@dataclass(frozen=True, slots=True)
class Pipes:
    """A dialect: the addresses of the reader's bulk pipes, in the order of its descriptors."""

    outs: tuple[int, ...]
    ins: tuple[int, ...]


SPLIT = Pipes(outs=(0x02, 0x06), ins=(0x81, 0x85))
#: the pipe in comes first, as in most readers
SINGLE = Pipes(outs=(0x02,), ins=(0x81,))


class SimulatedUsbBus(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    """The bus, from `__enter__` to `__exit__`."""

    def __init__(
        self,
        sam: SimulatedSam,
        *,
        pipes: Pipes = SPLIT,
        empty_packet: bool = True,
        usb_id: UsbId = BULK[0],
        kernel_driver: bool = False,
    ) -> None:
        """`empty_packet`: an answer that fills its last packet is ended by an empty one."""
        self.sam = sam
        self.pipes = pipes
        self.plugged = True
        #: what opening the device fails with (an errno), e.g. another program or missing rights
        self.refusal: int | None = None
        self.kernel_driver = kernel_driver
        self.claimed = False
        self._configured = False
        self._empty_packet = empty_packet
        self._id = usb_id
        self._module = SamThread(sam)
        self._packets: dict[int, deque[bytes]] = {address: deque() for address in pipes.ins}

    def __enter__(self) -> Self:
        self._module.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._module.__exit__(kind, error, trace)

    def unplug(self) -> None:
        """Pull the cable."""
        self.plugged = False

    def leave(self, packets: list[bytes]) -> None:
        """Leave packets on the pipes in, in turn: what an earlier program did not fetch."""
        for number, packet in enumerate(packets):
            self._packets[self.pipes.ins[number % len(self.pipes.ins)]].append(packet)

    # pyusb's backend interface

    def enumerate_devices(self) -> Iterator[Any]:
        return iter([object()] if self.plugged else [])

    def get_device_descriptor(self, dev: Any) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x0110, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=8, idVendor=self._id.vendor, idProduct=self._id.product, bcdDevice=0x0100, iManufacturer=0,
            iProduct=0, iSerialNumber=0, bNumConfigurations=1, address=7, bus=1, port_number=2, port_numbers=(2, 3),
            speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Any, config: int) -> Any:
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=0, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0x80, bMaxPower=100, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError(intf)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0,
            bNumEndpoints=len(self._endpoints()), bInterfaceClass=0xFF, bInterfaceSubClass=0, bInterfaceProtocol=0,
            iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=self._endpoints()[ep], bmAttributes=_BULK,
            wMaxPacketSize=PACKET, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Any) -> Any:
        self._present()
        if self.refusal is not None:
            raise USBError("refused", errno=self.refusal)
        return object()

    def close_device(self, dev_handle: Any) -> None:
        self.claimed = False

    def set_configuration(self, dev_handle: Any, config_value: int) -> None:
        self._configured = True

    def get_configuration(self, dev_handle: Any) -> int:
        return 1 if self._configured else 0

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        self._present()
        if self.kernel_driver or self.claimed:
            raise USBError("busy", errno=errno.EBUSY)
        self.claimed = True

    def release_interface(self, dev_handle: Any, intf: int) -> None:
        self.claimed = False

    def is_kernel_driver_active(self, dev_handle: Any, intf: int) -> bool:
        return self.kernel_driver

    def detach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self.kernel_driver = False

    def attach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self.kernel_driver = True

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        self._present()
        sent = bytes(data)
        if ep not in self.pipes.outs:
            raise USBError("no such pipe", errno=errno.ENOENT)
        # a reader with split pipes takes heads on the one and bodies on the other, and nothing else
        if len(self.pipes.outs) == 1 or (len(sent) == _HEAD) == (ep == self.pipes.outs[0]):
            self._module.send(sent)
        return len(sent)

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: array.array[int], timeout: int) -> int:
        self._present()
        waiting = self._packets[ep]
        if not waiting:
            try:
                self._pack(self._module.sent.get(timeout=timeout / 1000))
            except queue.Empty:
                self._present()
                raise USBTimeoutError("timeout", errno=errno.ETIMEDOUT) from None
        if not waiting:
            raise USBTimeoutError("timeout", errno=errno.ETIMEDOUT)
        packet = waiting.popleft()
        if len(packet) > len(buff):
            raise USBError("overflow", errno=errno.EOVERFLOW)
        buff[: len(packet)] = array.array("B", packet)
        return len(packet)

    def _pack(self, piece: bytes) -> None:
        """Cut what the module sent into packets on its pipes; a cut frame keeps its head on the first pipe."""
        at = piece.find(PREAMBLE[1:])
        split = len(self.pipes.ins) > 1 and at >= 0
        head, body = (piece[: at + _HEAD - 1], piece[at + _HEAD - 1 :]) if split else (piece, b"")
        parts = [(self.pipes.ins[0], head)] + ([(self.pipes.ins[1], body)] if split else [])
        for address, data in parts:
            packets = [data[start : start + PACKET] for start in range(0, len(data), PACKET)]
            if self._empty_packet and data and len(data) % PACKET == 0:
                packets.append(b"")
            self._packets[address].extend(packets)

    def _endpoints(self) -> tuple[int, ...]:
        return tuple(a for pair in zip(self.pipes.ins, self.pipes.outs, strict=True) for a in pair)

    def _present(self) -> None:
        if not self.plugged:
            raise USBError("no such device", errno=errno.ENODEV)
