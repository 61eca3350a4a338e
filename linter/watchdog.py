"""A time limit for code that is not ours: what does not come back loses only itself, or ends the run."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import PurePath
from types import FrameType
from typing import NoReturn, TypeVar

T = TypeVar("T")

LIMIT_SECONDS = 5.0
"""No rule needs a fraction of it for one document."""

LOADING_SECONDS = 30.0
"""No pack needs as much to be imported, whatever it imports."""

_LOOK_EVERY = 0.05
_CRASHED = 3  # the exit code of a crashed rule (docs/cli.md)
_RINGS = hasattr(signal, "setitimer")


class Overrun(BaseException):
    """Code took longer than the limit. No ``Exception``: a rule that catches those must not catch it."""


class Watchdog:
    """Interrupts what runs longer than ``limit`` seconds, for as long as it goes on; :meth:`close` it.

    On the main thread of a POSIX system that is an alarm, which interrupts Python code, waiting, regular
    expressions and large integers; elsewhere another thread raises :class:`Overrun`, which interrupts Python
    code. What goes on until twice the limit all the same ends the program, with a sentence on standard error
    and exit code 3. What holds the interpreter and never looks for an alarm (a loop within a C function) is
    ended by the system after three times the limit of processor time, with its place on standard error.
    """

    def __init__(self, limit: float = LIMIT_SECONDS) -> None:
        self.limit = limit
        self._lock = threading.Lock()
        self._until: float | None = None
        self._what = ""
        self._rang = False
        self._watched = threading.get_ident()
        self._thread: threading.Thread | None = None
        self._restore: Callable[[], None] | None = None
        if _RINGS and threading.current_thread() is threading.main_thread():
            self._set_alarm()

    def call(self, work: Callable[[], T], what: str = "a rule") -> T:
        """Do some work within the limit; raises :class:`Overrun` where it takes longer.

        ``what`` names the work. What it prints goes to standard error: standard output is the report's.
        """
        printed, sys.stdout = sys.stdout, sys.stderr
        running = _lasting()
        try:
            self._arm(what)
            try:
                value = work()
            finally:
                self._disarm()
        except BaseException as error:
            if self._rang and not isinstance(error, Overrun | KeyboardInterrupt):
                raise Overrun from None  # it was caught, and something else made of it
            raise
        finally:
            self._disarm()  # once more, should it have been interrupted
            sys.stdout = printed
        if self._rang:
            raise Overrun
        if _lasting() > running:
            raise RuntimeError("it left a thread running")
        return value

    def close(self) -> None:
        """Leave the process as it was."""
        if self._restore is not None:
            self._restore()
            self._restore = None
        with self._lock:
            self._watched = 0  # the thread ends

    def _arm(self, what: str) -> None:
        self._what = what
        self._rang = False
        if self._restore is None and self._thread is None:
            self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)
            self._thread.start()
        with self._lock:
            self._until = time.monotonic() + self.limit

    def _disarm(self) -> None:
        while self._until is not None:
            try:
                with self._lock:
                    self._until = None
                    if self._restore is None:
                        _raise_in(self._watched, None)  # takes back what is still on its way
            except Overrun:  # raised between the end of the work and here
                continue

    def _set_alarm(self) -> None:
        """Have a signal come at intervals, where no one else uses it."""
        if signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
            return
        often = min(_LOOK_EVERY, self.limit / 4)
        signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, often, often)
        ended = self._set_end()

        def restore() -> None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            ended()

        self._restore = restore

    def _set_end(self) -> Callable[[], None]:
        """Have the system end the process where no alarm is heard: they push the end before them."""
        import faulthandler

        self._pushes = signal.getsignal(signal.SIGPROF) is signal.SIG_DFL
        if not self._pushes:
            return lambda: None
        faulthandler.register(signal.SIGPROF, file=2, all_threads=False, chain=True)
        self._push()

        def restore() -> None:
            signal.setitimer(signal.ITIMER_PROF, 0)
            faulthandler.unregister(signal.SIGPROF)

        return restore

    def _push(self) -> None:
        if self._pushes:
            signal.setitimer(signal.ITIMER_PROF, 3 * self.limit)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        self._push()
        until, now = self._until, time.monotonic()
        if until is None or now < until:
            return
        if now > until + self.limit:
            self._give_up(frame)
        self._rang = True
        raise Overrun

    def _look(self) -> None:
        while True:
            time.sleep(min(_LOOK_EVERY, self.limit / 4))
            with self._lock:
                if not self._watched:
                    return
                until, now = self._until, time.monotonic()
                if until is None or now < until:
                    continue
                if now > until + self.limit:
                    self._give_up(sys._current_frames().get(self._watched))
                self._rang = True
                _raise_in(self._watched, Overrun)

    def _give_up(self, frame: FrameType | None) -> None:
        place = ""
        if frame is not None:
            place = f" ({PurePath(frame.f_code.co_filename).name}:{frame.f_lineno} in {frame.f_code.co_name})"
        said = f"modelspec: {self._what} does not end, and cannot be ended{place}; nothing is reported\n"
        os.write(2, said.encode("utf-8", "backslashreplace"))
        os._exit(_CRASHED)


def _lasting() -> int:
    """Count the threads for which the interpreter waits before it ends."""
    return sum(not each.daemon for each in threading.enumerate())


def leave(code: int) -> NoReturn:
    """End the program, whatever threads packs left running: what is reported is complete."""
    if _lasting() > 1:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
    sys.exit(code)


def _raise_in(thread: int, exception: type[BaseException] | None) -> None:
    raised = ctypes.py_object(exception) if exception is not None else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)
