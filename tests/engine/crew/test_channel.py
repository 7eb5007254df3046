"""Messages over a socket, with descriptors, in pieces, and what is no message."""

import os
import struct
from collections.abc import Iterator

import pytest

from docflow.engine.crew.process.channel import Channel, pair
from docflow.engine.work.wire import WireError


@pytest.fixture
def ends() -> Iterator[tuple[Channel, Channel]]:
    one, other = (Channel(end) for end in pair())
    yield one, other
    one.close()
    other.close()


def test_messages_come_in_order(ends: tuple[Channel, Channel]) -> None:
    one, other = ends
    for number in range(100):
        one.send({"number": number, "text": "\ud800"})
    assert [other.receive()["number"] for _ in range(50)] == [*range(50)]
    assert [message["number"] for message in other.read()] == [*range(50, 100)]
    assert other.read() == []


def test_who_posts_never_waits(ends: tuple[Channel, Channel]) -> None:
    one, other = ends
    one.post("x" * 5_000_000)
    one.flush()
    assert one.waiting
    found: list[object] = []
    while not found:
        found = other.read()
        one.flush()
    assert found == ["x" * 5_000_000]
    assert not one.waiting


def test_descriptors_come_with_their_message(ends: tuple[Channel, Channel]) -> None:
    one, other = ends
    ours, theirs = os.pipe()
    one.send("here", (theirs,))
    os.close(theirs)
    assert other.receive() == "here"
    came = other.files.popleft()
    os.write(came, b"yes")
    os.close(came)
    assert os.read(ours, 10) == b"yes"
    os.close(ours)


def test_the_end_is_seen(ends: tuple[Channel, Channel]) -> None:
    one, other = ends
    one.send("last")
    one.close()
    assert other.receive() == "last"
    assert other.receive() is None
    assert other.ended
    other.post("nobody")
    other.flush()


@pytest.mark.parametrize("data", [b"\x04\0\0\0\xc1\xc1\xc1\xc1", struct.pack("<I", 2**31), b"\x01\0\0\0\x90"])
def test_what_is_no_message_is_refused(ends: tuple[Channel, Channel], data: bytes) -> None:
    one, other = ends
    one.socket.sendall(data)
    with pytest.raises(WireError):
        other.read()
