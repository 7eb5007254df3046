"""Compressed files: read, written, damaged."""

import gzip
import io
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docflow.io import codecs
from docflow.io.codecs import StreamError, codec_of, open_read, open_write

DATA = b"".join(b"line %d with some words\n" % i for i in range(50_000))
SUFFIXES = ("", ".gz", ".zst")


def write(path: Path, data: bytes) -> Path:
    with open_write(path) as file:
        file.write(data)
    return path


def drain(stream: BinaryIO) -> tuple[bytes, StreamError | None]:
    """Read by blocks as readers do; return what came before the damage, and the damage."""
    got = bytearray()
    with stream:
        try:
            while block := stream.read1(65536):  # type: ignore[attr-defined]
                got += block
        except StreamError as error:
            return bytes(got), error
    return bytes(got), None


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_was_written_is_read(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"a.txt{suffix}", DATA)
    with open_read(path) as file:
        assert file.readline() == DATA[: DATA.index(b"\n") + 1]
        assert file.read() == DATA[DATA.index(b"\n") + 1 :]
    assert (path.stat().st_size < len(DATA) / 3) == bool(suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_bytes_give_the_same_file(tmp_path: Path, suffix: str) -> None:
    one, other = write(tmp_path / f"one{suffix}", DATA), write(tmp_path / f"other{suffix}", DATA)
    assert one.read_bytes() == other.read_bytes()
    assert b"one" not in one.read_bytes()[:40]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_parts_concatenate(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"joined{suffix}"
    parts = [write(tmp_path / f"{i}{suffix}", b"part %d\n" % i).read_bytes() for i in range(3)]
    path.write_bytes(b"".join(parts))
    assert drain(open_read(path)) == (b"part 0\npart 1\npart 2\n", None)


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_an_empty_text_is_a_member_and_an_empty_file_is_cut_short(tmp_path: Path, suffix: str) -> None:
    assert drain(open_read(write(tmp_path / f"empty{suffix}", b""))) == (b"", None)
    (tmp_path / f"nothing{suffix}").write_bytes(b"")
    _, error = drain(open_read(tmp_path / f"nothing{suffix}"))
    assert error is not None
    assert "cut short" in error.message


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("cut", [1, 5, 4000])
def test_a_cut_file_gives_what_is_good_and_one_error(tmp_path: Path, suffix: str, cut: int) -> None:
    path = write(tmp_path / f"a{suffix}", DATA)
    path.write_bytes(path.read_bytes()[:-cut])
    got, error = drain(open_read(path))
    assert error is not None
    assert "is cut short" in error.message
    assert DATA.startswith(got)
    assert error.offset == len(got)
    assert len(got) > len(DATA) / 2


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_garbage_is_damage_in_plain_words(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"this is no compressed file at all")
    got, error = drain(open_read(path))
    assert got == b""
    assert error is not None
    assert "is damaged" in error.message


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_damage_stays_damage_on_the_next_read(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"a{suffix}", DATA)
    path.write_bytes(path.read_bytes()[:-3])
    with open_read(path) as file:
        for _ in range(2):
            with pytest.raises(StreamError):
                file.read()


def test_zero_padding_after_a_gzip_member_is_fine_and_garbage_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"one") + b"\0" * 100_000 + gzip.compress(b"two") + b"\0")
    assert drain(open_read(path)) == (b"onetwo", None)
    path.write_bytes(gzip.compress(b"one") + b"rubbish")
    got, error = drain(open_read(path))
    assert got == b"one"
    assert error is not None


def test_a_bomb_is_read_in_bounded_steps(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    with gzip.GzipFile(path, "wb") as file:
        for _ in range(64):
            file.write(bytes(1_000_000))
    raw = codecs._Inflated(path.open("rb", buffering=0), "gz")
    sizes = set()
    buffer = bytearray(100_000)
    while count := raw.readinto(buffer):
        sizes.add(count)
    raw.close()
    assert max(sizes) <= 100_000


@settings(max_examples=30)
@given(data=st.binary(max_size=300), flips=st.lists(st.integers(0, 10_000), max_size=4))
@pytest.mark.parametrize("codec", ["gz", "zst"])
def test_damage_is_never_another_error(tmp_path_factory, codec, data, flips) -> None:
    path = tmp_path_factory.mktemp("x") / f"a.{codec}"
    write(path, data * 20)
    packed = bytearray(path.read_bytes())
    for flip in flips:
        packed[flip % len(packed)] ^= 1 + flip % 255
    path.write_bytes(packed)
    got, error = drain(open_read(path))
    if not flips:
        assert (got, error) == (data * 20, None)


def test_the_codec_is_told_by_the_suffix() -> None:
    assert [codec_of(n) for n in ("a.gz", "a.GZ", "a.jsonl.zst", "a.txt", "gz", ".gz")] == [
        "gz", "gz", "zst", "", "", "",
    ]  # fmt: skip


def test_a_codec_can_be_given_for_a_part_file(tmp_path: Path) -> None:
    path = tmp_path / "part-0"
    with open_write(path, "gz") as file:
        file.write(b"x")
    assert gzip.decompress(path.read_bytes()) == b"x"
    assert drain(open_read(path, "gz")) == (b"x", None)


def test_a_write_fault_reaches_the_writer(tmp_path: Path, monkeypatch) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(codecs.disk, "open_new", lambda path: Full())
    file = open_write(tmp_path / "a.gz")
    with pytest.raises(OSError, match="No space"):  # noqa: PT012 - the fault may come on either call
        try:
            file.write(DATA)
        finally:
            file.close()


def test_a_wrong_checksum_speaks_about_what_was_read_before(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(b"one line\n" * 9))
    data[-8] ^= 1
    path = tmp_path / "a.gz"
    path.write_bytes(data)
    with codecs.open_read(path) as stream, pytest.raises(codecs.StreamError) as caught:
        stream.read()
    assert "what was read of it before may be wrong" in caught.value.message
