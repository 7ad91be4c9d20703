"""A folder of page images with the right text beside them, whoever put it together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.reading.decode import decode, leaves
from kiosk.reading.result import PageIssue

SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".bmp", ".webp"})
#: pictures that no reader here opens; said by name, so that nobody wonders where they went
_FOREIGN = frozenset({".heic", ".heif", ".avif", ".pdf", ".gif", ".jp2"})
#: BOMs tell themselves; Windows in China writes GB 18030
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Sample:
    """A page image and what stands on it; `truth` None when nobody wrote it down."""

    name: str
    data: bytes
    truth: str | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is no sample, and why."""

    name: str
    reason: str


def samples(folder: Path) -> Iterator[Sample | Skipped]:
    """Every image of a folder in the order of the names, folders in it included."""
    texts = {path.with_suffix("").as_posix(): path for path in sorted(folder.rglob("*")) if _is_text(path)}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() in _FOREIGN:
            yield Skipped(name, "格式不支持，请转成 JPEG 或 PNG · format not supported, convert to JPEG or PNG")
        elif path.suffix.lower() in SUFFIXES:
            # page.txt and page.jpg.txt both belong to page.jpg
            beside = texts.get(path.with_suffix("").as_posix()) or texts.get(path.as_posix())
            yield _sample(path, name, beside)


def _sample(path: Path, name: str, beside: Path | None) -> Sample | Skipped:
    try:
        data = path.read_bytes()
        truth = None if beside is None else text(beside.read_bytes())
    except OSError as error:
        return Skipped(name, f"无法读取：{error.strerror} · cannot be read")
    except UnicodeDecodeError:
        return Skipped(name, "文字文件编码不明，请用 UTF-8 · the text file is in no known encoding, use UTF-8")
    if len(leaves(data, 2)) > 1:
        return Skipped(name, "一个文件多页，请拆成单页 · several pages in one file, save each apart")
    found = decode(data)
    if isinstance(found, PageIssue):
        return Skipped(name, f"{found.value}：图片无法使用 · the image cannot be used")
    return Sample(name, data, truth if truth and truth.strip() else None)


def text(data: bytes) -> str:
    """Decode a text file, with or without a byte order mark, lines ended by any system. Raises `UnicodeDecodeError`."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        said = data.decode("utf-16")
    else:
        try:
            said = data.decode(_ENCODINGS[0])
        except UnicodeDecodeError:
            said = data.decode(_ENCODINGS[1])
    return said.replace("\r\n", "\n").replace("\r", "\n")


def _is_text(path: Path) -> bool:
    return path.suffix.lower() == ".txt" and path.is_file()
