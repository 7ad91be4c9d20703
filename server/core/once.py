"""What takes long to make and is made once a process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

T = TypeVar("T")


def once(make: Callable[[], T]) -> Callable[[], T]:
    """As `functools.cache`, but of threads that ask at the same moment one makes it and the others wait for that.

    With `cache` each of them would make it, all on the one interpreter lock: a second's work for one is half a minute
    for thirty. What `make` raises is raised again to whoever asks, and tried anew by the next.
    """
    lock, made = threading.Lock(), list[T]()

    @wraps(make)
    def found() -> T:
        if not made:
            with lock:
                if not made:
                    made.append(make())
        return made[0]

    return found
