"""Ranges of whole lines: cuts, streams over them, and the law that ranges read as the whole does."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docflow.engine.hand import Hand
from docflow.engine.inputs.hashing import open_hashed
from docflow.engine.inputs.span import Span, count_lines, line_ends
from docflow.plugin.kinds import FileInfo, Reader
from docflow.std.formats import docflow_components
from docflow.std.formats.jsonl_reader import Jsonl

LINES = st.one_of(
    st.sampled_from(
        [
            b"",
            b"\r",
            b" ",
            b'{"text":"a"}',
            b'{"text":"b","id":"x"}\r',
            b'{"text":1}',
            b"[]",
            b'{"text":"',
            b"\xff",
            b'{"text":"%s"}' % (b"x" * 300),
            b"\xef\xbb\xbf{}",
            b"\0",
            b"[" * 300,
            b'{"text":"c","n":{"a":[1]}}',
        ]
    ),
    st.binary(max_size=20).filter(lambda line: b"\n" not in line),
)


def _ranges(data: bytes, cuts: list[int]) -> list[Span]:
    spans, start, line = [], 0, 1
    for end in [*cuts, len(data)]:
        spans.append(Span(start, end, line))
        line += data.count(b"\n", start, end)
        start = end
    return spans


@contextmanager
def opened(path: Path, span: Span) -> Iterator[BinaryIO]:
    raw = open_hashed(path, Hand(), span)
    yield cast("BinaryIO", io.BufferedReader(raw))
    raw.release()


@given(
    lines=st.lists(LINES, max_size=12),
    step=st.integers(1, 200),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe"]),
)
@example([b'{"text":"a"}'] * 3, 1, b"\xef\xbb\xbf")
@pytest.mark.parametrize("reader", [cls() for cls in docflow_components() if getattr(cls, "lines", False)])
def test_ranges_read_as_the_whole_does(
    tmp_path_factory: pytest.TempPathFactory, reader: Reader, lines: list[bytes], step: int, mark: bytes
) -> None:
    data = mark + b"\n".join(lines)
    path = tmp_path_factory.mktemp("ranges") / "a.jsonl"
    path.write_bytes(data)
    info = FileInfo("d/a.jsonl", "d/a", "a.jsonl", max_doc=250)
    found = []
    for span in _ranges(data, line_ends(path, len(data), step)):
        with opened(path, span) as stream:
            part = FileInfo(info.path, info.stem, info.name, 250, span.line, span.start)
            assert span.line == 1 + count_lines(path, 0, span.start)
            found += list(reader.read(stream, part))
    assert found == list(reader.read(io.BytesIO(data), info))


def test_json_lines_are_read_by_ranges_and_tables_are_not() -> None:
    names = [cls.__component__.name for cls in docflow_components() if getattr(cls, "lines", False)]
    assert names == ["jsonl"]
    assert Jsonl.lines


@given(
    lines=st.lists(st.binary(max_size=9).map(lambda b: b.replace(b"\n", b"")), max_size=30),
    step=st.integers(1, 20),
)
def test_cuts_are_behind_the_lines_of_the_multiples(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], step: int
) -> None:
    data = b"".join(b"x" + line + b"\n" for line in lines)
    path = tmp_path_factory.mktemp("cuts") / "a"
    path.write_bytes(data)
    wanted = {data.index(b"\n", at) + 1 for at in range(step, len(data), step)} - {len(data)}
    assert line_ends(path, len(data), step) == sorted(wanted)


def test_a_long_line_has_no_cut_inside_and_utf_16_none_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one\n" + b"x" * 1_000_000 + b"\ntwo\n" + b"y" * 10)
    assert line_ends(path, path.stat().st_size, 1000) == [1_000_005]
    path.write_bytes("one\ntwo\nthree\n".encode("utf-16"))
    assert line_ends(path, path.stat().st_size, 2) == []


def test_a_range_that_the_file_lost_ends_early(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one\ntwo\n")
    with opened(path, Span(4, 999, 2)) as stream:
        assert stream.read() == b"two\n"
    with opened(path, Span(500, 999, 2)) as stream:
        assert stream.read() == b""
