"""The whole life of a matter on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.hall import Hall, open_hall
from tests.contract.lifecycle import Lifecycle

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]


@pytest.fixture
def hall(database: str, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(tmp_path / "data", database) as hall:
        yield hall


class TestOnPostgresql(Lifecycle):
    pass
