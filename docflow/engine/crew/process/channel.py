"""Messages over a socket: four bytes of length, then msgpack as `work.wire` makes it."""

import array
import os
import socket
import struct
from collections import deque
from typing import Any

from attrs import define, field

from docflow.engine.work.wire import WireError, decode, encode

__all__ = ["Channel", "pair"]

_LENGTH = struct.Struct("<I")
BLOCK = 1 << 16
MOST_MESSAGE = 1 << 29
_MOST_FILES = 8


def pair() -> tuple[socket.socket, socket.socket]:
    """Return two ends of a connection."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)


@define(eq=False)
class Channel:
    """One end. Workers and the nursery `send` and `receive`, which wait; the parent never waits.

    `files` are the descriptors that came, in order. `ended` says that the other end is closed.
    """

    socket: socket.socket
    files: deque[int] = field(factory=deque)
    ended: bool = False
    _came: bytearray = field(factory=bytearray, init=False)
    _going: bytearray = field(factory=bytearray, init=False)

    def fileno(self) -> int:
        """Return the descriptor, for selectors."""
        return self.socket.fileno()

    def send(self, message: Any, files: tuple[int, ...] = ()) -> None:
        """Send a message, with descriptors; waits until it is gone. Raises OSError."""
        data = _framed(message)
        if files:
            sent = socket.send_fds(self.socket, [data], [*files])
            data = data[sent:]
        if data:
            self.socket.sendall(data)

    def receive(self) -> Any:
        """Wait for a message; None when the other end is closed. Raises WireError."""
        while not self._whole():
            if not self._more():
                return None
        return self._next()

    def post(self, message: Any) -> None:
        """Put a message into the queue to the other end; `flush` sends it."""
        self._going += _framed(message)

    @property
    def waiting(self) -> bool:
        """Whether something posted is not gone yet."""
        return bool(self._going)

    def flush(self) -> None:
        """Send what can be sent without waiting."""
        while self._going and not self.ended:
            try:
                sent = self.socket.send(self._going[:BLOCK], socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            except OSError:  # the other end is closed: its death is told by who reaps it
                self.ended = True
                return
            del self._going[:sent]

    def read(self) -> list[Any]:
        """Return the messages that have come, without waiting. Raises WireError."""
        while not self.ended and self._more(socket.MSG_DONTWAIT):
            pass
        found = []
        while self._whole():
            found.append(self._next())
        return found

    def close(self) -> None:
        """Close this end."""
        self.socket.close()

    def _more(self, flags: int = 0) -> bool:
        """Take what has come; False when nothing more will (waiting) or has (not waiting)."""
        space = socket.CMSG_LEN(_MOST_FILES * 4)
        try:
            data, extra, _, _ = self.socket.recvmsg(BLOCK, space, flags)
        except BlockingIOError:
            return False
        except OSError:
            data, extra = b"", []
        for level, kind, raw in extra:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                came = array.array("i", raw[: len(raw) // 4 * 4])
                for descriptor in came:
                    os.set_inheritable(descriptor, False)
                self.files.extend(came)
        self._came += data
        self.ended = not data
        return bool(data)

    def _whole(self) -> bool:
        if len(self._came) < _LENGTH.size:
            return False
        length: int = _LENGTH.unpack_from(self._came)[0]
        if length > MOST_MESSAGE:
            raise WireError("a message is too long")
        return len(self._came) >= _LENGTH.size + length

    def _next(self) -> Any:
        (length,) = _LENGTH.unpack_from(self._came)
        data = bytes(self._came[_LENGTH.size : _LENGTH.size + length])
        del self._came[: _LENGTH.size + length]
        return decode(data)


def _framed(message: Any) -> bytes:
    data = encode(message)
    return _LENGTH.pack(len(data)) + data
