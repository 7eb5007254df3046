"""What commands print: results on standard output, all else on standard error.

One seam, because each stream may be closed, full, in an encoding that lacks a letter, or read by
somebody who has gone away (`| head`). None of that may change what a command did or its exit code.
"""

import errno
import os
import sys
from typing import TextIO

import click

from docflow.errors import MachineError
from docflow.io.escape import json_text, safe_output

__all__ = [
    "coloured",
    "coloured_errors",
    "columns",
    "occupy",
    "put",
    "put_bytes",
    "put_document",
    "put_error",
    "put_json",
    "put_screen",
    "real",
    "screen_columns",
    "spell_out",
]

WIDTH = 100
"""Columns of a line where there is no terminal."""
LAST_STANDARD = 2


def occupy() -> None:
    """Open the standard descriptors that are closed, on nothing: no file or connection of ours becomes one.

    A library that complains would write into it, and a child process would lose it to its own streams.
    """
    number = os.open(os.devnull, os.O_RDWR)
    while number <= LAST_STANDARD:
        number = os.open(os.devnull, os.O_RDWR)
    os.close(number)


def spell_out() -> None:
    r"""Let both streams write a letter that their encoding lacks as an escape such as `\xe9`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def coloured() -> bool:
    """Whether results are printed in colours: NO_COLOR and FORCE_COLOR first, then whether on a terminal."""
    return _coloured(sys.stdout)


def coloured_errors() -> bool:
    """Whether messages are printed in colours, as `coloured`."""
    return _coloured(sys.stderr)


def _coloured(stream: TextIO | None) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream is not None and stream.isatty())


def columns() -> int:
    """Return the columns of the terminal that results go to, 100 where there is none."""
    if (os.environ.get("COLUMNS") or "").isdecimal():
        return int(os.environ["COLUMNS"])
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH
    except (OSError, ValueError, AttributeError):  # no terminal, or a stream that is none
        return WIDTH


def put(text: str, *, end: str = "\n") -> None:
    """Print a result. Raises MachineError when it cannot be written; a reader that left is no failure.

    What `io.escape.safe` should have caught and did not is caught here.
    """
    _put(safe_output(text + end, colours=coloured()))


def put_document(format_: str, text: str) -> None:
    """Print a result that a CI service reads; only that for `github` may hold lines that begin with `::`."""
    if format_ == "github":
        _put(text)
    else:
        put(text, end="")


def put_bytes(data: bytes) -> None:
    """Print a result to the byte, whatever the encoding of the stream; otherwise as `put`."""
    _put(data)


def _put(result: str | bytes) -> None:
    try:
        click.echo(result, file=real(sys.stdout), nl=False, color=True)
    except BrokenPipeError:
        _forget(sys.stdout)
    except OSError as error:
        _forget(sys.stdout)
        why = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or str(error)
        raise MachineError(f"cannot write to standard output: {why}") from error


def put_json(value: object) -> None:
    """Print a result as JSON; in escapes where the encoding of the stream lacks a letter."""
    text = json_text(value, indent=2)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json_text(value, indent=2, plain=True)
    _put(text + "\n")


def put_error(text: str, *, end: str = "\n") -> None:
    """Print a message for people; where it cannot be written, nobody reads it."""
    try:
        shown = safe_output(text + end, colours=coloured_errors())
        click.echo(shown, file=real(sys.stderr), nl=False, err=True, color=True)
    except OSError:
        _forget(sys.stderr)


def real(stream: TextIO | None) -> TextIO | None:
    """Return the stream behind one that hears what components print (`cli.hearing`)."""
    found: TextIO | None = getattr(stream, "behind", stream)
    return found


def put_screen(text: str) -> None:
    """Draw on the terminal behind standard error: the text is our own, and moves the cursor."""
    try:
        stream = real(sys.stderr)
        if stream is not None:
            stream.write(text)
            stream.flush()
    except OSError:
        _forget(sys.stderr)


def screen_columns() -> int:
    """Return the columns of the terminal behind standard error; asked anew each time, as windows change."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or WIDTH
    except (OSError, ValueError, AttributeError):
        return WIDTH


def _forget(stream: TextIO) -> None:
    """Send what the stream still holds nowhere, so that Python does not complain about it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
