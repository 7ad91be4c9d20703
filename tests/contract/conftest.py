from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.hall import Hall, open_hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with open_hall(tmp_path / "data") as hall:
        yield hall
