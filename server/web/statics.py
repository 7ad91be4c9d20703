"""Style sheets, scripts and icons: named by their content, so that a phone keeps them for a year and never an old one."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
URL = "/static"
_YEAR = "public, max-age=31536000, immutable"
_MIME = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".css": "text/css"}


class AssetUnknown(Exception):
    """A template names a file that is not there; for vendor files `python -m server.web.assets` lays it."""


@lru_cache(maxsize=64)
def _version(path: Path, _modified_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a static file with its content hash. Raises AssetUnknown."""
    path = FOLDER / name
    try:
        modified = path.stat().st_mtime_ns
    except FileNotFoundError as error:
        raise AssetUnknown(f"{name} is not in {FOLDER}; run: python -m server.web.assets") from error
    return f"{URL}/{name}?v={_version(path, modified)}"


class HashedFiles(StaticFiles):
    """Static files; one asked for by its content hash may be kept for ever, and its gzip twin is sent where it fits."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        twin = f"{path}.gz"
        packed = "gzip" in Headers(scope=scope).get("accept-encoding", "") and (FOLDER / twin).is_file()
        response = await super().get_response(twin if packed else path, scope)
        if response.status_code not in (200, 304):
            return response
        suffix = Path(path).suffix
        if suffix in _MIME:
            response.headers["content-type"] = f"{_MIME[suffix]}; charset=utf-8"
        if packed:
            response.headers["content-encoding"] = "gzip"
        response.headers["vary"] = "accept-encoding"
        hashed = b"v=" in scope.get("query_string", b"")
        response.headers["cache-control"] = _YEAR if hashed else "public, max-age=3600"
        return response
