"""A whole hall in separate processes, started once for all end-to-end tests; each test is one visit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from installer.demo.hall import Hall
from installer.demo.petition import lay_out_papers
from tests.e2e.running import Running


@pytest.fixture(scope="module")
def running_hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Hall(tmp_path_factory.mktemp("hall")) as hall:
        server = hall.start_server()
        lay_out_papers(hall.folder, 1)
        reader = hall.start_reader(hall.folder / "card.json")
        printer = hall.start_printer()
        kiosk, visitor = hall.start_kiosk(hall.enrol_kiosk(), hall.folder / "pages")
        yield Running(hall, server, reader, printer, kiosk, visitor, itertools.count(100))


@pytest.fixture
def running(running_hall: Running) -> Iterator[Running]:
    """One visit: whatever the test did, the next one finds the terminal idle and the devices in order."""
    yield running_hall
    running_hall.reader.clear()
    running_hall.reader.remove()
    running_hall.printer.obey("clear")
    running_hall.visitor.end()
