"""The list of townships and villages, as the centre gave it last; before the first contact, the one of the program."""

from __future__ import annotations

import logging
from pathlib import Path

from pydantic import ValidationError

from kiosk.flow.places import Place
from kiosk.reading.fields.places import gazetteer
from server.contract.v1.places import Places

log = logging.getLogger("hall.kiosk.places")

FILE = "places.json"


def load(folder: Path) -> tuple[Place, ...]:
    """Read the kept list; a missing or unreadable one is replaced by the gazetteer."""
    try:
        kept = Places.model_validate_json((folder / FILE).read_bytes())
    except FileNotFoundError:
        return tuple(Place(one.code, one.names[0]) for one in gazetteer() if len(one.code) > 6)
    except (OSError, ValidationError) as error:
        log.error("the list of places cannot be read: %s", type(error).__name__)
        return tuple(Place(one.code, one.names[0]) for one in gazetteer() if len(one.code) > 6)
    return tuple(Place(row.code, row.name) for row in kept.items)


def keep(folder: Path, places: Places) -> bool:
    """Replace the kept list; whether it is another one. Raises `OSError`."""
    text = places.model_dump_json().encode()
    file = folder / FILE
    if not places.items or (file.exists() and file.read_bytes() == text):
        return False
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_bytes(text)
    fresh.replace(file)
    return True
