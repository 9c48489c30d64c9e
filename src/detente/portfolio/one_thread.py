"""Linear algebra on one thread, for as long as a program is solved.

A step multiplies matrices of a few milliseconds. Threads of BLAS wait for each other between two of
them, and where a core has other work that wait is most of the time: seconds become half a minute.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Inside, BLAS uses one thread; afterwards as many as before."""
    with _libraries().limit(limits=1, user_api="blas"):
        yield


@cache
def _libraries() -> ThreadpoolController:
    """Found once: they are loaded with numpy and scipy, and looking for them takes a while."""
    return ThreadpoolController()
