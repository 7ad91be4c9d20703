"""What makes the pages an application of the telephone. GET /sw.js: the service worker; GET /offline: the page it keeps."""

from __future__ import annotations

import hashlib
import json

from fastapi import APIRouter
from fastapi.responses import Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.core.requests import CentreDep, NowDep
from server.web.statics import FOLDER, asset
from server.web.templating import page

router = APIRouter(dependencies=[permit(Action.VISIT)])

OFFLINE = "/offline"
#: kept on the telephone: what every page needs, by its hash
_KEPT = (
    "vendor/tabler.min.css",
    "vendor/htmx.min.js",
    "vendor/htmx-sse.min.js",
    "hall.css",
    "citizen.css",
    "theme.js",
    "shell.js",
    "hall.js",
    "icon.svg",
)


@router.get("/sw.js")
def service_worker() -> Response:
    """At the root, because a service worker serves the folder it comes from; asked for anew each time.

    Its first line says what it keeps: a new file makes another version, and the old one is forgotten.
    """
    files = [asset(name) for name in _KEPT]
    code = (FOLDER / "sw.js").read_text(encoding="utf-8")
    page_text = (FOLDER.parent / "templates" / "offline.html").read_text(encoding="utf-8")
    version = hashlib.sha256("\n".join((*files, code, page_text)).encode()).hexdigest()[:12]
    said = json.dumps({"version": version, "files": files, "offline": OFFLINE})
    return Response(f"self.HALL = {said};\n{code}", media_type="text/javascript", headers={"cache-control": "no-cache"})


@router.get(OFFLINE)
def offline(centre: CentreDep, now: NowDep) -> Response:
    """Holds nothing of anybody, so that every telephone may keep it."""
    settings = centre.settings
    return page("offline.html", now=now, hall_phone=settings.hall_phone, supervision_phone=settings.supervision_phone)
