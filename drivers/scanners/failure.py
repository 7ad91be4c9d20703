"""How scanimage ended -> what happened, for an office to read.

Its exit code is the SANE status of the page that failed (SANE standard 1.06, 4.2.7), 1 when the scanner could not be
opened or an option not be set, or minus a signal.
"""

from __future__ import annotations

import enum
import re
import signal

from drivers.core.errors import DeviceAbsent, DeviceError, DeviceFault
from drivers.imaging.errors import NoPage
from drivers.scanners.errors import BackendCrashed, Busy, CoverOpen, PaperJam


class SaneStatus(enum.IntEnum):
    """The states that mean something to a person; the others are reported by number."""

    CANCELLED = 2
    DEVICE_BUSY = 3
    #: the page is complete
    EOF = 5
    JAMMED = 6
    NO_DOCS = 7
    COVER_OPEN = 8
    IO_ERROR = 9
    ACCESS_DENIED = 11


_PUT_PAPER_IN = "请把纸放进进纸器，字面朝说明的方向 · Put the paper into the feeder, face as marked"
_PAGE_ENDED = re.compile(r"^Scanned page \d{1,6}\. \(scanner status = (\d{1,3})\)", re.MULTILINE)
_NOT_OPEN = re.compile(r"open of device .{0,500} failed|no SANE devices found")
_BAD_OPTION = re.compile(
    r"setting of option (--?[\w-]{1,64}) failed|unrecognized option '(--?[\w-]{1,64})|attempted to set inactive option ([\w-]{1,64})"
)


def failure(code: int, said: str) -> DeviceError | None:
    """Return the error behind an exit code and what was written to stderr; `None` when all went well."""
    if code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        return BackendCrashed(f"{BackendCrashed.cause} ({name})")
    match _page_status(said) if code == 0 else code:
        case 0:
            return None
        case 1:
            return _not_started(said)
        case SaneStatus.CANCELLED:
            return DeviceFault(
                "扫描在扫描仪上被取消 · The scan was cancelled at the scanner", "请重新扫描 · Scan again"
            )
        case SaneStatus.DEVICE_BUSY:
            return Busy()
        case SaneStatus.JAMMED:
            return PaperJam()
        case SaneStatus.NO_DOCS:
            return nothing_to_scan(said)
        case SaneStatus.COVER_OPEN:
            return CoverOpen()
        case SaneStatus.IO_ERROR:
            return _lost()
        case SaneStatus.ACCESS_DENIED:
            return _not_allowed()
        case _:
            return DeviceFault(f"扫描仪报告错误 {code} · The scanner reports error {code}")


def _page_status(said: str) -> int:
    """Return the status of the last page if it failed, else 0.

    A backend that dies of SIGPIPE while the failure is being reported makes scanimage 1.1.1 exit with 0 all the same.
    """
    found = _PAGE_ENDED.findall(said)
    return int(found[-1]) if found and int(found[-1]) not in (0, SaneStatus.EOF, SaneStatus.NO_DOCS) else 0


def nothing_to_scan(said: str) -> DeviceError:
    """Return the error of a scan that ended without a page."""
    if "out of documents" in said or not said.strip() or "Batch terminated" in said:
        return NoPage("进纸器里没有纸 · There is no paper in the feeder", _PUT_PAPER_IN)
    return DeviceFault("扫描仪没有给出图像 · The scanner delivered no image")


def _not_started(said: str) -> DeviceError:
    if "Device busy" in said:
        return Busy()
    if "Access to resource has been denied" in said:
        return _not_allowed()
    if found := _BAD_OPTION.search(said):
        name = found[1] or found[2] or found[3]
        return DeviceFault(
            f"扫描仪不接受选项 {name} · The scanner does not take the option {name}",
            "请在设置中改正扫描仪的选项 · Correct the scanner's options in the settings",
        )
    if "out of documents" in said:
        return nothing_to_scan(said)
    if "feeder jammed" in said:
        return PaperJam()
    if "cover is open" in said:
        return CoverOpen()
    if _NOT_OPEN.search(said):
        return DeviceAbsent(
            "找不到扫描仪 · The scanner cannot be found",
            "请检查扫描仪的电源和数据线，然后运行 hall devices list · Check power and cable, then run: hall devices list",
        )
    return DeviceFault("扫描仪没有开始扫描 · The scanner did not start scanning")


def _lost() -> DeviceAbsent:
    return DeviceAbsent(
        "与扫描仪的连接中断 · The connection to the scanner was lost",
        "请检查扫描仪的电源和数据线，然后重新扫描 · Check power and cable, then scan again",
    )


def _not_allowed() -> DeviceFault:
    return DeviceFault(
        "本用户无权使用扫描仪 · This user may not use the scanner",
        "请运行 sudo usermod -aG scanner $USER 后重新登录 · Run: sudo usermod -aG scanner $USER, then log in again",
    )
