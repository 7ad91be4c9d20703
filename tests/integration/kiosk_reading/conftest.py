"""One engine of each kind and one petition for all OCR tests: loading takes seconds."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.bench.petition_pages import Petition, render_petition
from kiosk.reading.engine import TextEngine, open_engine
from kiosk.reading.engine_name import EngineName


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reading-cache")


@pytest.fixture(scope="session")
def engines(cache_dir: Path) -> Iterator[dict[EngineName, TextEngine]]:
    """Both engines; their libraries warn on import and change the logging of the whole process, which is put back."""
    disabled, level = logging.root.manager.disable, logging.root.level
    handlers = list(logging.root.handlers)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield {name: open_engine(name, None, cache_dir) for name in EngineName}
    logging.root.manager.disable = disabled
    logging.root.setLevel(level)
    logging.root.handlers[:] = handlers


@pytest.fixture(scope="session")
def petition() -> Petition:
    return render_petition(1)
