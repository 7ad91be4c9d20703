"""Pages of the petition papers: checked to be images, stored sealed under their hash."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from server.contract.v1 import ErrorCode
from server.core.crypto import Vault
from server.core.errors import HallError

#: EXIF: which way up the camera was held
_ORIENTATION = 0x0112
#: pixels of the longer side of a page in a list
_SMALL = 280


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What is known of a page image; width and height in pixels."""

    media_type: str
    width: int
    height: int
    size: int


def inspect(data: bytes, *, max_bytes: int, max_pixels: int, photo: str = "") -> ImageFacts:
    """Return what the bytes are; raise TOO_LARGE or BAD_IMAGE. Limits are checked before a pixel is decoded.

    `photo`: what somebody's own photo is called, "" for a page that was scanned.
    """
    if len(data) > max_bytes:
        raise _too_large(photo)
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > max_pixels:
                raise _too_large(photo)
            media_type = "image/jpeg" if image.format == "JPEG" else "image/png"
            image.load()
            return ImageFacts(media_type, image.width, image.height, len(data))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(photo) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if photo:
            raise HallError(
                ErrorCode.BAD_IMAGE,
                f"{photo} 不是可以打开的照片。",
                f"{photo} is not a picture that opens.",
                "请换一张 JPEG 或 PNG 照片，或者重新拍摄 · Choose another JPEG or PNG, or take it again.",
                fields=("photos",),
            ) from error
        raise HallError(
            ErrorCode.BAD_IMAGE,
            "这一页不是可以打开的 JPEG 或 PNG 图片。",
            "This page is not a readable JPEG or PNG image.",
            "请重新扫描这一页 · Scan this page again.",
        ) from error


def _too_large(photo: str) -> HallError:
    if photo:
        return HallError(
            ErrorCode.TOO_LARGE,
            f"{photo} 太大。",
            f"{photo} is too large.",
            "请缩小后再发，或者用手机重新拍摄 · Send a smaller one, or take it again.",
            fields=("photos",),
        )
    return HallError(
        ErrorCode.TOO_LARGE,
        "这一页图片太大。",
        "This page image is too large.",
        "请降低扫描分辨率 · Scan at a lower resolution.",
    )


def drawn_anew(data: bytes) -> bytes:
    """Return the image alone, in its own format: pixels, and nothing that a file can carry beside them."""
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
        buffer = io.BytesIO()
        turned = image.getexif().get(_ORIENTATION, 1) != 1
        if image.format == "JPEG" and not turned:
            # the tables of the original: hardly anything is lost
            image.info.pop("comment", None)
            image.save(buffer, "JPEG", quality="keep")
        elif image.format == "JPEG":
            ImageOps.exif_transpose(image).save(buffer, "JPEG", quality=92, exif=b"")
        else:
            still = image.copy()
            still.info = {}
            still.save(buffer, "PNG")
        return buffer.getvalue()


def reduced(data: bytes, longer: int) -> bytes:
    """Return a small JPEG of an image, `longer` pixels on its longer side: for lists, over a slow line."""
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
        # JPEG is decoded no larger than it is needed
        image.draft("RGB", (longer * 2, longer * 2))
        small = ImageOps.exif_transpose(image).convert("RGB")
        small.thumbnail((longer, longer), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        small.save(buffer, "JPEG", quality=60, optimize=True, exif=b"")
        return buffer.getvalue()


def _write_whole(path: Path, data: bytes) -> None:
    """Write all of it or nothing, readable by the owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


class PageStore:
    """Files named by the SHA-256 of the page, sealed with the vault."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._shown = folder.with_name(f"{folder.name}-shown")
        self._vault = vault

    def put(self, data: bytes) -> str:
        """Store a page and return its hash. Written whole or not at all; the same page twice is one file."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self._path(sha256).exists():
            self._write(sha256, data)
        return sha256

    def _write(self, sha256: str, data: bytes) -> None:
        _write_whole(self._path(sha256), self._vault.seal(data, f"page:{sha256}"))

    def get(self, sha256: str) -> bytes:
        """Return the page; raise FileNotFoundError, or KeyTrouble when the file was altered."""
        return self._vault.open(self._path(sha256).read_bytes(), f"page:{sha256}")

    def shown(self, sha256: str) -> bytes:
        """Return the page drawn anew: what else lay in the file (hidden data, another format) stays in the original,
        which is kept sealed as it came. Drawn once, then kept sealed beside it."""
        return self._kept(sha256, "shown", lambda: drawn_anew(self.get(sha256)))

    def small(self, sha256: str) -> bytes:
        """As `shown`, a JPEG of 280 pixels on its longer side."""
        return self._kept(sha256, "small", lambda: reduced(self.get(sha256), _SMALL))

    def _kept(self, sha256: str, kind: str, draw: Callable[[], bytes]) -> bytes:
        view, context = self._view(sha256, kind), f"{kind}:{sha256}"
        if view.exists():
            return self._vault.open(view.read_bytes(), context)
        drawn = draw()
        _write_whole(view, self._vault.seal(drawn, context))
        return drawn

    def _view(self, sha256: str, kind: str) -> Path:
        return self._shown / sha256[:2] / (sha256 if kind == "shown" else f"{sha256}.{kind}")

    def remove(self, sha256: str) -> None:
        """Delete a page that nothing names any more, and what was drawn of it."""
        self._path(sha256).unlink(missing_ok=True)
        for kind in ("shown", "small"):
            self._view(sha256, kind).unlink(missing_ok=True)

    def forget_shown(self) -> None:
        """Remove what was drawn; it is drawn again when somebody looks."""
        shutil.rmtree(self._shown, ignore_errors=True)

    def every(self) -> Iterator[Path]:
        """Return the file of every page, in no order; drafts of pages being written are left out."""
        return (path for path in self._folder.glob("??/*") if "." not in path.name)

    def is_current(self, sha256: str) -> bool:
        """Tell whether the page is sealed with the key in force."""
        with self._path(sha256).open("rb") as file:
            return self._vault.is_current(file.read(len(self._vault.head)))

    def seal_again(self, sha256: str) -> None:
        """Write the page anew under the key in force; whoever reads it meanwhile gets the old or the new one whole."""
        self._write(sha256, self.get(sha256))

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256
