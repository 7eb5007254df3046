"""The connection to the command, put away while components run: nothing that they write gets there.

A component that writes into files which are not its own (all of them, or one whose number it closed before)
would break the protocol, and whether the command hears of it at this document or at a later one would be
chance. So the connection lies in a pair of sockets, as a descriptor that was sent and not yet received, and
one of the pair stands at its number. What is written to the pair, or read from it, is seen.
Costs 10 us a part, and 2 us whenever somebody looks.
"""

import array
import fcntl
import os
import resource
import socket
import termios
from contextlib import suppress

from attrs import define, field

__all__ = ["Vault"]

_KEY = b"k"


@define
class Vault:
    """`connection` is the number of the descriptor; while it is shut, another file stands there."""

    connection: int
    _inner: socket.socket = field(init=False)
    _outer: socket.socket = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._inner, self._outer = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)

    @property
    def numbers(self) -> tuple[int, int, int]:
        """The descriptors by which somebody could get at it."""
        return self.connection, self._inner.fileno(), self._outer.fileno()

    def shut(self) -> None:
        """Put the connection away. Raises OSError."""
        socket.send_fds(self._inner, [_KEY], [self.connection])
        os.dup2(self._inner.fileno(), self.connection, inheritable=False)

    def open(self) -> None:
        """Take it out again. Raises OSError where it is not there any more."""
        _, files, _, _ = socket.recv_fds(self._outer, len(_KEY), 1)
        if not files:
            raise OSError("the connection to the command is gone")
        os.dup2(files[0], self.connection, inheritable=False)
        os.close(files[0])

    def force(self) -> None:
        """Take it out for a last message, also where no descriptor is free any more. Raises OSError."""
        with suppress(OSError, ValueError):
            most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        with suppress(OSError):
            os.close(self._inner.fileno())
        self.open()

    def disturbed(self) -> bool:
        """Return whether somebody wrote or read where the connection lies."""
        return (_unread(self._inner), _unread(self._outer)) != (0, len(_KEY))


def _unread(end: socket.socket) -> int:
    """Return how many bytes wait to be read, -1 where it is closed."""
    count = array.array("i", (0,))
    try:
        fcntl.ioctl(end.fileno(), termios.FIONREAD, count)
    except OSError:
        return -1
    return count[0]
