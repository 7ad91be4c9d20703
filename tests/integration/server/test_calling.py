"""Windows that call at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from server.calling import service as calling
from tests.contract.hall import open_hall, registered, registration

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]


def test_two_windows_never_call_the_same_number(database: str, tmp_path: Path) -> None:
    with open_hall(tmp_path / "data", database) as hall:
        kiosk = hall.kiosk()
        for number in range(6):
            registered(kiosk, f"row-0000-000{number}", registration(hall.clock()))

        def call(window: int) -> str:
            with hall.work("account:xinfang.duty") as work:
                return calling.call_next(work, "130406", window).number

        with ThreadPoolExecutor(6) as pool:
            called = list(pool.map(call, range(1, 7)))
        assert sorted(called) == [f"A00{number}" for number in range(1, 7)]
        with hall.work() as work:
            assert calling.version(work.session, "130406", "260302") == 12
