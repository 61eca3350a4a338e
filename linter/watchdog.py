"""A time limit for rules that are not ours: one that does not come back loses only itself."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LIMIT_SECONDS = 5.0
"""No rule needs a fraction of it for one document."""

_LOOK_EVERY = 0.05


class Overrun(BaseException):
    """A rule took longer than the limit. No ``Exception``: a rule that catches those must not catch it."""


class Watchdog:
    """Interrupts what runs longer than ``limit`` seconds, where it runs Python code.

    A thread looks at the clock and raises :class:`Overrun` in the thread that asked; code that does not
    return to the interpreter cannot be interrupted, and is told of when it does.
    """

    def __init__(self, limit: float = LIMIT_SECONDS) -> None:
        self.limit = limit
        self._lock = threading.Lock()
        self._until: float | None = None
        self._thread: threading.Thread | None = None
        self._watched = 0

    def call(self, work: Callable[[], T]) -> T:
        """Do some work within the limit; raises :class:`Overrun` where it takes longer."""
        self._arm()
        try:
            return work()
        finally:
            self._disarm()

    def _arm(self) -> None:
        with self._lock:
            self._watched = threading.get_ident()
            self._until = time.monotonic() + self.limit
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)
            self._thread.start()

    def _disarm(self) -> None:
        late = False
        while True:
            try:
                with self._lock:
                    self._until = None
                break
            except Overrun:  # raised between the end of the work and here
                late = True
        if late:
            raise Overrun

    def _look(self) -> None:
        while True:
            time.sleep(_LOOK_EVERY)
            with self._lock:
                if self._until is not None and time.monotonic() > self._until:
                    self._until = None
                    raised = ctypes.py_object(Overrun)
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._watched), raised)
