"""On SQLite one request after the other: there is one writer, and a process has few threads.

A request takes the write lock with its first question and goes on in other threads of the pool. If those all waited for
that lock it could never go on: everybody would stand still until the wait for the lock runs out. So whoever waits does it
before the first question, and beside the pool.
"""

from __future__ import annotations

import threading

from anyio import CancelScope, CapacityLimiter, to_thread


class Turn:
    """A lock that coroutines of any event loop wait for, taken in one thread and given back in another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    async def take(self) -> None:
        if not self._lock.acquire(blocking=False):
            # shielded: a turn that was given to somebody who has gone would never come back
            with CancelScope(shield=True):
                await to_thread.run_sync(self._lock.acquire, limiter=CapacityLimiter(1))

    def give_back(self) -> None:
        self._lock.release()
