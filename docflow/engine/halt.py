"""How a run stops from inside: one exception that no error policy takes, and the signals.

While a run holds the signals, Ctrl-C arrives as `Halt`, not as KeyboardInterrupt. So a component that
raises KeyboardInterrupt itself costs its document only, and the user's Ctrl-C always stops the run, also
when a component swallows the exception: the loop asks `Signals.pending` for each document.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from attrs import define

from docflow.errors import DocflowError, Interrupted

__all__ = ["Halt", "Signals", "held"]


class Halt(BaseException):
    """The run stops with `error`; passes through every `on error`."""

    def __init__(self, error: DocflowError) -> None:
        super().__init__(str(error))
        self.error = error


@define
class Signals:
    """The signals of one run. `pending` is the number of one that came and was not yet obeyed, or 0.

    `complete` is set when all outputs have their names: what stops the run then says so.
    """

    pending: int = 0
    deferred: bool = False
    complete: bool = False

    def receive(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as `signal` calls it
        """Stop the run now; in a block of `later`, when `obey` is called after it."""
        self.pending = number
        if not self.deferred:
            self.obey()

    def obey(self) -> None:
        """Stop the run when a signal is pending: one was swallowed, or deferred."""
        if self.pending:
            raise Halt(Interrupted(self.pending, complete=self.complete))

    @contextmanager
    def later(self) -> Iterator[None]:
        """Let no signal break the block in two."""
        before, self.deferred = self.deferred, True
        try:
            yield
        finally:
            self.deferred = before


@contextmanager
def held() -> Iterator[Signals]:
    """Take SIGINT and SIGTERM for the block; outside the main thread Python gives no signals to take.

    A signal that is ignored (a run under nohup) stays ignored.
    """
    signals = Signals()
    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                before[number] = signal.signal(number, signals.receive)
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
