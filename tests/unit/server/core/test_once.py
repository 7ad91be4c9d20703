from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.core.once import once


def test_threads_that_ask_at_once_wait_for_the_one_that_makes_it() -> None:
    made, asked = list[object](), threading.Barrier(8)

    @once
    def thing() -> object:
        made.append(object())
        threading.Event().wait(0.05)
        return made[-1]

    def ask(_: int) -> object:
        asked.wait(10)
        return thing()

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(ask, range(8)))
    assert len(made) == 1
    assert set(found) == {made[0]}


def test_what_could_not_be_made_is_tried_again() -> None:
    tries = iter([ValueError("disk"), "made"])

    @once
    def thing() -> str:
        found = next(tries)
        if isinstance(found, ValueError):
            raise found
        return found

    with pytest.raises(ValueError, match="disk"):
        thing()
    assert thing() == thing() == "made"
