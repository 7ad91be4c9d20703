from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.clocks.regime import FOLDER
from tests.contract.hall import Hall, open_hall
from tests.contract.ways import Ways


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A centre with every regime that ships."""
    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    with open_hall(tmp_path / "data", regimes=tuple(names)) as hall:
        yield hall


class TestOnSqlite(Ways):
    pass
