"""Tar files: read forward in one pass, compressed or not."""

import gzip
import io
import tarfile
from typing import Any

import pytest

from docflow.io.archives.kinds import Kind, kind_of

LONG = b"".join(b"line %d with words\n" % n for n in range(5000))
FORMS = [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]


def special(name: str, kind: bytes, size: int = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size, "/etc/passwd"
    return info


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["a.tar", "a.tgz", "A.TAR.GZ"])
def test_members_come_in_archive_order(kit: Any, form: int, name: str) -> None:
    long = "folder/" * 20 + "n.txt"
    data = kit.tar(("b.txt", LONG), (long, b"one"), ("a.txt", b""), ("b.txt", b"again"), form=form)
    packed = data if name == "a.tar" else gzip.compress(data)
    assert kit.told(packed, name) == [
        ("b.txt", LONG, ""),
        (long, b"one", ""),
        ("a.txt", b"", ""),
        ("b.txt", b"again", ""),
    ]


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_names_beyond_the_header_and_beyond_ascii(kit: Any, form: int) -> None:
    long = "d" * 300 + "é"
    assert kit.told(kit.tar((long, b"x"), form=form), "a.tar") == [(long, b"x", "")]


def test_no_name_leads_anywhere(kit: Any) -> None:
    names = ["../../a", "/etc/b", "C:\\x\\c", "d\x1b[31m\n", "./e//f/."]
    found = [name for name, *_ in kit.told(kit.tar(*((name, b"x") for name in names)), "a.tar")]
    assert found == ["a", "etc/b", "x/c", "d\\x1b[31m\\x0a", "e/f"]


def test_what_is_no_file_is_told_and_passed_over(kit: Any) -> None:
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
    members = [special(f"m{n}", kind) for n, kind in enumerate(kinds)]
    data = kit.tar(*members, special("d", tarfile.DIRTYPE), special("odd", b"Z", 700), ("last", b"x"))
    found = kit.told(data, "a.tar")
    assert [(name, reason) for name, _, reason in found] == [
        *((f"m{n}", "archive") for n in range(5)), ("odd", "archive"), ("last", ""),
    ]  # fmt: skip


def test_a_sparse_file_is_passed_over_whole(kit: Any) -> None:
    data = bytearray(kit.tar(special("sparse", b"S", 600), ("last", b"x")))
    data[482] = 1  # its map goes on in one more block
    data[148:156] = b"%06o\0 " % sum(data[:148] + b" " * 8 + data[156:512])
    data[512:512] = bytes(512)
    assert [(name, reason) for name, _, reason in kit.told(bytes(data), "a.tar")] == [
        ("sparse", "archive"),
        ("last", ""),
    ]


def test_more_members_than_allowed_are_told(kit: Any) -> None:
    data = kit.tar(*((str(n), b"x") for n in range(6)))
    assert [reason for *_, reason in kit.told(data, "a.tar", members=5)] == [""] * 5 + ["limit:members"]
    assert [reason for *_, reason in kit.told(data, "a.tar", members=6)] == [""] * 6


def test_many_headers_before_a_member_are_damage_and_many_records_are_free(kit: Any) -> None:
    def headers(count: int, kind: bytes) -> bytes:
        data = b"".join(b"%d k%06d=v\n" % (13, n) for n in range(10_000))
        block = special("g", kind, len(data)).tobuf(tarfile.GNU_FORMAT)
        return (block + data + b"\0" * (-len(data) % 512)) * count

    tar = kit.tar(("a.txt", b"one"), ("b.txt", b"two"))
    both = [("a.txt", b"one", ""), ("b.txt", b"two", "")]
    for kind in (tarfile.XGLTYPE, tarfile.XHDTYPE):
        assert kit.told(headers(7, kind) + tar, "a.tar") == both
        assert kit.told(headers(8, kind) + tar, "a.tar") == [("", b"", "archive")]


def test_a_header_of_any_size_is_not_read_into_memory(kit: Any) -> None:
    data = bytearray(kit.tar(("n" * 300, b"x"), form=tarfile.GNU_FORMAT))
    data[124:136] = b"77777777777\0"
    data[148:156] = b"%06o\0 " % sum(data[:148] + b" " * 8 + data[156:512])
    assert kit.told(bytes(data), "a.tar") == [("", b"", "archive")]


@pytest.mark.parametrize(
    ("cut", "reasons"),
    [
        (512 + 100, ["truncated"]),
        (1024, ["", "truncated"]),
        (1100, ["", "truncated"]),
        (1536, ["", "truncated"]),
    ],
)
def test_a_cut_tar_keeps_what_is_readable(kit: Any, cut: int, reasons: list[str]) -> None:
    data = kit.tar(("a", b"x" * 500), ("b", b"y" * 500))
    found = kit.told(data[:cut], "a.tar")
    assert [reason for *_, reason in found] == reasons
    assert found[0][1] == b"x" * min(500, cut - 512)


def test_a_cut_tgz_is_told_once(kit: Any) -> None:
    packed = gzip.compress(kit.tar(("a", LONG), ("b", LONG)))
    found = kit.told(packed[: len(packed) // 3], "a.tgz")
    assert [(name, reason) for name, _, reason in found] == [("a", "truncated")]
    assert LONG.startswith(found[0][1])


def test_a_damaged_header_ends_the_reading(kit: Any) -> None:
    data = bytearray(kit.tar(("a", b"x"), ("b", b"y")))
    data[1024] ^= 1
    assert [reason for *_, reason in kit.told(bytes(data), "a.tar")] == ["", "damaged"]


def test_bytes_behind_the_end_are_told(kit: Any) -> None:
    one, two = kit.tar(("a", b"x")), kit.tar(("b", b"y"))
    assert [reason for *_, reason in kit.told(one + two, "a.tar")] == ["", "archive"]


@pytest.mark.parametrize("data", [b"", b"x" * 511, b"x" * 512, b"no tar at all " * 100])
def test_what_is_no_tar_is_said_so(kit: Any, data: bytes) -> None:
    ((name, got, reason),) = kit.told(data, "a.tar")
    assert (name, got) == ("", b"")
    assert reason == ("archive" if len(data) >= 512 else "truncated")


def test_a_bomb_ends_at_the_ratio_and_the_rest_is_told(kit: Any) -> None:
    packed = gzip.compress(kit.tar(("bomb", bytes(30_000_000)), ("last", b"x")))
    found = kit.told(packed, "a.tgz")
    assert [(name, reason) for name, _, reason in found] == [("bomb", "limit:ratio"), ("", "limit:ratio")]


def test_a_bomb_inside_a_member_is_one_too(kit: Any) -> None:
    bomb = gzip.compress(bytes(30_000_000))
    found = kit.told(kit.tar(("a.txt.gz", bomb), ("last", b"x")), "a.tar")
    assert [(name, reason) for name, _, reason in found] == [("a.txt.gz", "limit:ratio"), ("last", "")]


def test_small_bombs_add_up_against_the_archive(kit: Any) -> None:
    bombs = [(f"{n}.gz", gzip.compress(bytes(900_000))) for n in range(99)]
    data = kit.tar(*bombs)
    found = kit.told(data, "a.tar")
    assert found[-1][2] == "limit:ratio"
    assert sum(len(got) for _, got, _ in found) < 210 * len(data)


def test_compressed_members_are_read_as_plain(kit: Any) -> None:
    assert kit.told(kit.tar(("a.jsonl.gz", gzip.compress(b"{}\n"))), "a.tar") == [("a.jsonl.gz", b"{}\n", "")]


def test_every_cut_and_every_flip_is_told_or_harmless(kit: Any) -> None:
    data = kit.tar(("a" * 120, b"some text"), ("é", b"more"))[:4096]
    for end in range(0, len(data), 7):
        kit.told(data[:end], "a.tar")
    for at in range(len(data)):
        flipped = bytearray(data)
        flipped[at] ^= 0x41
        kit.told(bytes(flipped), "a.tar")


def test_a_damaged_tgz_ends_without_another_error(kit: Any) -> None:
    packed = gzip.compress(kit.tar(("a", LONG), ("b", LONG)))
    for at in range(0, len(packed), 997):
        damaged = bytearray(packed)
        damaged[at] ^= 0x55
        kit.told(bytes(damaged), "a.tgz")


def test_a_disk_error_is_told(kit: Any) -> None:
    from docflow.io.archives.read import read_archive

    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            raise OSError(5, "Input/output error")

    (fault,) = read_archive(Broken(), 9999, Kind("tar"), members=9, ratio=9)
    assert (fault.reason, fault.message) == ("unreadable", "cannot read on: Input/output error")


def test_archives_are_told_by_their_suffix() -> None:
    names = [
        "a.zip",
        "a.tar",
        "a.TAR.gz",
        "a.tgz",
        "a.tar.zst",
        "a.tzst",
        "a.zip.gz",
        "a.tgz.gz",
        "a.txt",
        "zip",
        ".zip",
    ]
    assert [kind_of(name) for name in names] == [
        Kind("zip"), Kind("tar"), Kind("tar", "gz"), Kind("tar", "gz"), Kind("tar", "zst"),
        Kind("tar", "zst"),
        None, None, None, None, None,
    ]  # fmt: skip
