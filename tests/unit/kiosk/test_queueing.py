"""Threads that other programs keep from the processor are counted; threads that work or sleep are not."""

from __future__ import annotations

import hashlib
import os
import threading
import time

from kiosk.queueing import OfProcess, OfThread


def test_what_is_counted_only_grows_and_sleeping_is_not_standing_in_line() -> None:
    line, everybody = OfThread(), OfProcess()
    before, whole = line(), everybody()
    began = time.monotonic()
    threading.Event().wait(0.1)
    slept = time.monotonic() - began
    assert 0.0 <= line() - before <= slept - 0.09
    assert everybody() >= whole >= 0.0
    line.close()
    assert line() == 0.0


def test_threads_that_share_one_processor_stand_in_line() -> None:
    others = os.sched_getaffinity(0)
    ended = threading.Event()

    def work() -> None:
        os.sched_setaffinity(0, {min(others)})
        # outside the interpreter's lock, so that two of them really want the processor
        while not ended.is_set():
            hashlib.sha256(b"\0" * 2_000_000).digest()

    everybody = OfProcess()
    before = everybody()
    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    threading.Event().wait(0.3)
    gained = everybody() - before
    ended.set()
    for worker in workers:
        worker.join()
    assert gained > 0.03
    # what they had in line stays counted when they are gone
    assert everybody() - before >= gained
