"""Exceptions of every kind."""

import asyncio
from typing import Any


class TwoArgumentsError(Exception):
    """Cannot be made again from its `args`: this hangs a multiprocessing.Pool."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)
        self.two = two


class UnprintableError(Exception):
    """Raises while it is told."""

    def __str__(self) -> str:
        raise ValueError("not even that")

    __repr__ = __str__


class ExitingError(Exception):
    """Ends the process while it is told."""

    def __str__(self) -> str:
        raise SystemExit(0)

    __repr__ = __str__


class OddMeta(type):
    """A class without a name."""

    @property
    def __name__(cls) -> str:  # type: ignore[override]
        raise RuntimeError("no name")


class NamelessError(Exception, metaclass=OddMeta):
    """Its class raises when it is asked for its name."""


def error(text: str) -> Any:
    raise ValueError("no")


def two_arguments(text: str) -> Any:
    raise TwoArgumentsError("one", "two")


def unprintable(text: str) -> Any:
    raise UnprintableError


def exits_when_told(text: str) -> Any:
    raise ExitingError


def nameless(text: str) -> Any:
    raise NamelessError


def huge_message(text: str) -> Any:
    raise ValueError("x" * 100_000_000)


def hostile_message(text: str) -> Any:
    raise ValueError("\x1b[31m\n::error::\u202e\ud800")


def group(text: str) -> Any:
    raise BaseExceptionGroup("several", [KeyboardInterrupt(), SystemExit(0)])


def cyclic_cause(text: str) -> Any:
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    raise one


def base(text: str) -> Any:
    raise BaseException("bare")  # noqa: TRY002


def interrupt(text: str) -> Any:
    raise KeyboardInterrupt


def generator_exit(text: str) -> Any:
    raise GeneratorExit


def stop_iteration(text: str) -> Any:
    raise StopIteration("early")


def cancelled(text: str) -> Any:
    raise asyncio.CancelledError


def sys_exit(text: str) -> Any:
    raise SystemExit(0)


def recursion(text: str) -> Any:
    return recursion(text) + "x"


def memory_error(text: str) -> Any:
    raise MemoryError


def os_error_full(text: str) -> Any:
    """A step's own failure must not be taken for a disk of ours that is full."""
    raise OSError(28, "No space left on device")


def broken_pipe(text: str) -> Any:
    """Nor for a pipe of ours that broke."""
    raise BrokenPipeError(32, "Broken pipe")


BODIES = (
    error,
    two_arguments,
    unprintable,
    exits_when_told,
    nameless,
    huge_message,
    hostile_message,
    group,
    cyclic_cause,
    base,
    interrupt,
    generator_exit,
    stop_iteration,
    cancelled,
    sys_exit,
    recursion,
    memory_error,
    os_error_full,
    broken_pipe,
)
