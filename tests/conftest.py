"""What holds for every test: no window, no stray log, no network beyond this machine."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"

# time is measured by the bench, not by tests; a checked commit is checked by the same examples wherever it is checked
settings.register_profile(
    "hall", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("hall")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expect_log(text): a record of WARNING or above holding this text is part of it")


@pytest.fixture(autouse=True)
def no_stray_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on any record of WARNING or above that the test did not announce with `expect_log`."""
    yield
    expected = [str(mark.args[0]) for mark in request.node.iter_markers("expect_log")]
    records = [r for phase in ("setup", "call") for r in caplog.get_records(phase) if r.levelno >= logging.WARNING]
    stray = [r.getMessage() for r in records if not any(text in r.getMessage() for text in expected)]
    missing = [text for text in expected if not any(text in r.getMessage() for r in records)]
    assert not stray, f"stray log: {stray}"
    assert not missing, f"expected log never came: {missing}"
