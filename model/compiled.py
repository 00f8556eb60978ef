"""Numba, if it is installed: the one place that decides whether loops are compiled.

A function that Numba does not compile still runs, as plain Python and slowly. Whoever has a
faster way without a compiler asks COMPILED.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar


@contextmanager
def _absent(*packages: str) -> Iterator[None]:
    """Who asks for one of the packages meanwhile is told that it is not installed."""
    hidden = [package for package in packages if package not in sys.modules]
    for package in hidden:
        sys.modules[package] = None  # type: ignore[assignment]  # Python's own way to say so
    try:
        yield
    finally:
        for package in hidden:
            del sys.modules[package]


try:
    # Numba would load them, for what no loop here needs, and keep 20 MB of them.
    with _absent("scipy", "coverage"):
        import numba
        import numba.np.arraymath
except ImportError:
    COMPILED = False
else:
    COMPILED = not numba.config.DISABLE_JIT  # NUMBA_DISABLE_JIT in the environment

_F = TypeVar("_F", bound=Callable[..., Any])


def njit(*signatures: str, **options: Any) -> Callable[[_F], _F]:
    """Compile a function; it then runs without the interpreter's lock.

    With signatures this happens at import, so that no request waits for it. A file that has
    compiled functions must not use another file's constants or compiled functions: Numba's
    cache would not notice when those change.
    """

    def decorate(function: _F) -> _F:
        if not COMPILED:
            return function
        try:
            return _compile(function, signatures, cache=True, **options)
        except (RuntimeError, OSError):  # no folder for the cache, or a full disk
            return _compile(function, signatures, **options)

    return decorate


def _compile(function: _F, signatures: tuple[str, ...], **options: Any) -> _F:
    compiled: _F = numba.njit(list(signatures) or None, nogil=True, **options)(function)
    return compiled
