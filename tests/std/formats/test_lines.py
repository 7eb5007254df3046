"""Lines in blocks: nothing lost, memory bounded."""

import io

from hypothesis import given
from hypothesis import strategies as st

from docflow.std.formats import lines
from docflow.std.formats.lines import Block, LongLine, read_blocks


class Trickle(io.RawIOBase):
    """A stream that gives its bytes in pieces of the sizes that the test chose."""

    def __init__(self, data: bytes, sizes: list[int]) -> None:
        self._data, self._sizes, self._at = data, sizes, 0

    def read1(self, size: int, /) -> bytes:
        step = self._sizes.pop() if self._sizes else size
        piece = self._data[self._at : self._at + min(step, size)]
        self._at += len(piece)
        return piece


def put_together(stream: object, limit: int) -> list[tuple[int, bytes, int]]:
    """Return (offset, beginning, length) of each line."""
    found = []
    for block in read_blocks(stream, limit):  # type: ignore[arg-type]
        if isinstance(block, LongLine):
            found.append((block.offset, block.head, block.length))
        else:
            at = block.offset
            for line in block.data.split(b"\n")[: -1 if block.data.endswith(b"\n") else None]:
                found.append((at, line[: lines.SAMPLE], len(line)))
                at += len(line) + 1
    return found


@given(
    rows=st.lists(st.sampled_from([b"", b"a", b"bb\r", b"x" * 30, b"y" * 50]), max_size=8),
    end=st.sampled_from([b"", b"\n"]),
    sizes=st.lists(st.integers(1, 40), max_size=20),
    limit=st.integers(1, 60),
)
def test_every_line_comes_once_at_its_place(
    rows: list[bytes], end: bytes, sizes: list[int], limit: int
) -> None:
    data = b"\n".join(rows) + end
    whole = data[:-1] if data.endswith(b"\n") else data
    wanted, at = [], 0
    for row in whole.split(b"\n") if data else []:
        wanted.append((at, row, len(row)))
        at += len(row) + 1
    assert put_together(Trickle(data, sizes), limit) == wanted


def test_a_block_holds_no_line_over_the_limit() -> None:
    blocks = list(read_blocks(io.BytesIO(b"ok\n" + b"z" * 11 + b"\nfine\n"), 10))
    assert blocks == [Block(0, b"ok\n"), LongLine(3, 11, b"z" * 11), Block(15, b"fine\n")]


def test_a_line_without_end_takes_bounded_memory() -> None:
    class Endless(io.RawIOBase):
        left = 100 * lines.BLOCK

        def read1(self, size: int, /) -> bytes:
            take = min(size, self.left)
            self.left -= take
            return b"x" * take

    import tracemalloc

    tracemalloc.start()
    found = list(read_blocks(Endless(), 2 * lines.BLOCK))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [LongLine(0, 100 * lines.BLOCK, b"x" * lines.SAMPLE)]
    assert peak < 9 * lines.BLOCK


def test_a_stream_without_read1_will_do() -> None:
    class Plain:
        def __init__(self) -> None:
            self._data = [b"a\nb", b"\n"]

        def read(self, size: int, /) -> bytes:
            return self._data.pop(0) if self._data else b""

    assert put_together(Plain(), 10) == [(0, b"a", 1), (2, b"b", 1)]
