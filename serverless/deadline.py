"""A bound on how long a call takes, whatever happens inside it.

A read timeout starts anew with every byte that comes, so an answer that drips has none.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, call: Callable[[], T]) -> T:
    """What the call returns or raises; TimeoutError when it takes longer.

    Python cannot stop a thread, so a call that is late goes on, and nobody listens any more.
    """
    result: Future[T] = Future()

    def run() -> None:
        try:
            result.set_result(call())
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            result.set_exception(error)

    threading.Thread(target=run, daemon=True).start()  # a daemon: none must wait for it to end
    return result.result(seconds)
