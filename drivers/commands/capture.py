"""`hall devices capture`: take pages with a camera or a scanner by hand, and record what passes while it happens."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drivers.commands.choosing import JSON, now

if TYPE_CHECKING:
    from drivers.imaging import Frame

_OUT = click.Path(path_type=Path, dir_okay=False)
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png"}


@click.command()
@click.option("--camera", is_flag=False, flag_value="", help="高拍仪 [设备路径] · A UVC camera [path]")
@click.option("--size", help="高拍仪尺寸，如 2592x1944，不写取最大 · Size of the camera; the largest when not given")
@click.option("--preview", is_flag=True, help="只取预览小图 · A small preview picture instead of a page")
@click.option("--scanner", is_flag=False, flag_value="", help="扫描仪 [SANE 名称] · A scanner [SANE name]")
@click.option(
    "--source",
    type=click.Choice(["flatbed", "feeder", "duplex"]),
    default="flatbed",
    show_default=True,
    help="进纸 · Source",
)
@click.option("--resolution", type=click.IntRange(50, 1200), default=300, show_default=True, help="dpi")
@click.option("--config-dir", type=click.Path(exists=True, file_okay=False), help="SANE 配置目录 · Another /etc/sane.d")
@click.option("--folder", help="图像文件夹 · An image folder")
@click.option("--pages", type=click.IntRange(1, 500), default=1, show_default=True, help="页数 · How many pages")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help="存放页面的文件夹 · Folder for the pages")
@click.option("--record", type=_OUT, help="把通信写入文件，不含页面图像 · Record what passes, without the pages")
@click.option("--record-unmasked", is_flag=True, help="录制时含页面图像（仅限测试页）· With the pages: test pages only")
@JSON
def capture(to: Path | None, record: Path | None, record_unmasked: bool, as_json: bool, **named: Any) -> None:
    """用高拍仪、扫描仪或图像文件夹取页 · Take pages with a camera, a scanner or an image folder.

    不写 --to 时只报告尺寸和摘要 · Without --to only sizes and hashes are told.
    """
    from drivers.core.errors import DeviceError

    kind, device, options = _device(**named)
    if record is not None and kind == "folder":
        raise click.UsageError("图像文件夹没有通信可录 · An image folder has no traffic to record")
    rows: list[dict[str, Any]] = []
    failure: DeviceError | None = None
    with ExitStack() as stack:
        if record is not None:
            _record(stack, device, kind, record, options, masked=not record_unmasked)
        stack.enter_context(device)
        try:
            for number, frame in enumerate(_frames(kind, device, **named), 1):
                rows.append(_row(frame, number, to))
                if not as_json:
                    click.echo("  ".join(str(value) for value in rows[-1].values()))
        except DeviceError as error:
            failure = error
        except OSError as error:
            raise click.ClickException(f"无法写入页面 · The page cannot be written: {error}") from error
    if failure is not None:
        click.echo(f"{failure.cause}\n→ {failure.remedy}", err=True)
    if as_json:
        ended = {"error": type(failure).__name__, "cause": failure.cause, "remedy": failure.remedy} if failure else {}
        click.echo(json.dumps({"kind": kind, "pages": rows, **ended}, ensure_ascii=False))
    sys.exit(1 if failure else 0)


def _device(
    *,
    camera: str | None,
    size: str | None,
    scanner: str | None,
    resolution: int,
    config_dir: str | None,
    folder: str | None,
    **_: Any,
) -> tuple[str, Any, dict[str, Any]]:
    """Return the kind of device, its driver, and what a replay must know of it."""
    from drivers.core.registry import driver

    if sum(one is not None for one in (camera, scanner, folder)) != 1:
        raise click.UsageError("--camera、--scanner、--folder 选一个 · Choose one of: --camera, --scanner, --folder")
    if folder is not None:
        return "folder", driver("camera", "folder")(folder), {}
    if scanner is not None:
        options: dict[str, Any] = {"device": scanner or None, "resolution": resolution}
        return "scanner", driver("scanner", "sane")(**options, config_dir=config_dir), options
    width, height = _size(size)
    made = driver("camera", "uvc")(camera or None, width=width, height=height)
    return "camera", made, {"path": camera or None, "size": [width, height] if width else None}


def _size(text: str | None) -> tuple[int | None, int | None]:
    if text is None:
        return None, None
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise click.UsageError(f"--size {text}: 宽x高 · WIDTHxHEIGHT")
    return int(width), int(height)


def _record(stack: ExitStack, device: Any, kind: str, path: Path, options: dict[str, Any], *, masked: bool) -> None:
    from drivers.core.recording import Recorder

    name = "uvc" if kind == "camera" else "sane"
    try:
        recorder = Recorder(path, kind=kind, driver=name, started=now(), masked=masked, options=options)
    except OSError as error:
        raise click.ClickException(f"无法写入录制文件 · The recording cannot be written: {error}") from error
    stack.callback(recorder.close)
    device.record(recorder)


def _frames(kind: str, device: Any, *, preview: bool, source: str, pages: int, **_: Any) -> Iterator[Frame]:
    from drivers.scanners import Source

    never = threading.Event()
    if kind == "scanner":
        limit = None if Source(source) is Source.FLATBED else pages
        yield from device.scan(Source(source), cancel=never, limit=limit)
        return
    if preview and kind == "folder":
        raise click.UsageError("图像文件夹没有预览 · An image folder has no preview")
    for _number in range(pages):
        yield (device.preview if preview else device.capture)(cancel=never)


def _row(frame: Frame, number: int, to: Path | None) -> dict[str, Any]:
    row: dict[str, Any] = {"page": number, "media_type": frame.media_type, "width": frame.width, "height": frame.height}
    row["sha256"] = frame.sha256
    if to is not None:
        to.mkdir(parents=True, exist_ok=True)
        file = to / f"page-{number:03d}{_SUFFIXES[frame.media_type]}"
        file.write_bytes(frame.data)
        row["file"] = str(file)
    return row
