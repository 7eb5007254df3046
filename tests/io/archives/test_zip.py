"""Zip files: what is good is read, what lies is told."""

import struct
from typing import Any

import pytest

LONG = b"".join(b"line %d with words\n" % n for n in range(5000))


@pytest.mark.parametrize("method", [0, 8, 93])
@pytest.mark.parametrize("later", [False, True])
def test_members_come_in_the_order_of_the_directory(kit: Any, method: int, later: bool) -> None:
    data = kit.zip(
        kit.zipped(b"b/x.txt", LONG, method),
        kit.zipped(b"dir/", b"", 0),
        kit.zipped(b"a.txt", b"two", method),
        kit.zipped(b"empty.txt", b"", method),
        later=later,
        comment=b"said",
    )
    assert kit.told(data) == [("b/x.txt", LONG, ""), ("a.txt", b"two", ""), ("empty.txt", b"", "")]


def test_a_zip_behind_a_program_is_read(kit: Any) -> None:
    assert kit.told(b"#!/bin/sh\n" * 9 + kit.zip(kit.zipped(b"a", b"one"))) == [("a", b"one", "")]


def test_no_name_leads_anywhere(kit: Any) -> None:
    names = [
        b"../../a",
        b"/etc/b",
        b"C:\\x\\c",
        b"d\x1b[31m\n",
        b"./e//f/.",
        b"..",
        b"\xe9t\xe9",
        "é".encode(),
    ]
    found = [name for name, *_ in kit.told(kit.zip(*(kit.zipped(name, b"x") for name in names)))]
    assert found == ["a", "etc/b", "x/c", "d\\x1b[31m\\x0a", "e/f", "_", "ΘtΘ", "é"]


def test_equal_names_are_all_read(kit: Any) -> None:
    data = kit.zip(kit.zipped(b"a", b"one"), kit.zipped(b"a", b"two"))
    assert kit.told(data) == [("a", b"one", ""), ("a", b"two", "")]


@pytest.mark.parametrize(
    ("lie", "got", "reason"),
    [
        ({"size": 2}, b"", "damaged"),
        ({"size": 9999}, b"truth", "damaged"),
        ({"crc": 1}, b"truth", "damaged"),
        ({"packed": 3}, b"tr", "damaged"),
        ({"said_name": b"other"}, b"", "archive"),
        ({"packed": 60}, b"", "archive"),
        ({"packed": 0xFFFFFFFF}, b"", "archive"),
        ({"flags": 1}, b"", "archive"),
        ({"mode": 0o120777}, b"", "archive"),
        ({"mode": 0o20600}, b"", "archive"),
        ({"method": 12}, b"", "archive"),
        ({"mode": 0o100644}, b"truth", ""),
    ],
)
def test_a_lie_costs_the_member_that_lies(kit: Any, lie: Any, got: bytes, reason: str) -> None:
    liar = kit.evolve(kit.zipped(b"a", b"truth", 0 if "packed" in lie or "size" in lie else 8), **lie)
    found = kit.told(kit.zip(kit.zipped(b"first", b"1"), liar, kit.zipped(b"last", b"2")))
    assert found[0] == ("first", b"1", "")
    assert found[2] == ("last", b"2", "")
    assert found[1][2] == reason
    assert got.startswith(found[1][1]) if reason == "damaged" else found[1][1] == got


def test_members_that_share_a_place_are_read_once(kit: Any) -> None:
    kernel = kit.zipped(b"a", bytes(100_000))
    data = kit.zip(kernel, *(kit.zipped(b"a", bytes(100_000), at=0) for _ in range(50)))
    found = kit.told(data)
    assert found[0] == ("a", bytes(100_000), "")
    assert {reason for _, _, reason in found[1:]} == {"archive"}


def test_members_that_lie_over_others_are_not_read(kit: Any) -> None:
    """The better bomb: each member's data goes on over the headers and the data of those behind it."""
    inner = kit.zip(kit.zipped(b"inner", b"x" * 50, 0))
    outer = kit.zip(kit.zipped(b"outer", inner[:85], 0), kit.zipped(b"b", b"b"))
    assert kit.told(outer)[0][2] == ""
    entry = outer.index(b"PK\1\2")
    second = outer.index(b"PK\1\2", entry + 1)
    at_inner = outer.index(b"PK\3\4", 4)
    forged = bytearray(outer)
    forged[second + 42 : second + 46] = struct.pack("<L", at_inner)  # `b` now lies inside `outer`
    assert [reason for _, _, reason in kit.told(bytes(forged))] == ["archive", "archive"]


def test_a_bomb_ends_at_the_ratio(kit: Any) -> None:
    found = kit.told(kit.zip(kit.zipped(b"bomb", bytes(30_000_000)), kit.zipped(b"last", b"2")))
    assert [(name, reason) for name, _, reason in found] == [("bomb", "limit:ratio"), ("last", "")]
    assert len(found[0][1]) <= 1_000_000


def test_many_small_bombs_end_at_the_ratio_of_the_archive(kit: Any) -> None:
    members = [kit.zipped(b"%d" % n, bytes(900_000)) for n in range(40)]
    found = kit.told(kit.zip(*members))
    assert found[-1][2] == "limit:ratio"
    assert sum(len(data) for _, data, _ in found) < 300 * len(kit.zip(*members))
    assert all(reason == "" for _, _, reason in kit.told(kit.zip(*members), ratio=2000))


def test_more_members_than_allowed_are_told(kit: Any) -> None:
    data = kit.zip(*(kit.zipped(b"%d" % n, b"x") for n in range(6)))
    assert [reason for *_, reason in kit.told(data, members=5)] == [""] * 5 + ["limit:members"]
    assert [reason for *_, reason in kit.told(data, members=6)] == [""] * 6


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("method", [8, 93])
def test_a_cut_zip_keeps_what_is_readable(kit: Any, later: bool, method: int) -> None:
    data = kit.zip(*(kit.zipped(b"%d" % n, LONG[: 900 + n], method) for n in range(4)), later=later)
    third = [at for at in range(len(data)) if data[at : at + 4] == b"PK\3\4"][2]
    found = kit.told(data[: third + 60])
    assert found[0] == ("0", LONG[:900], "")
    assert found[1] == ("1", LONG[:901], "")
    assert (found[2][0], found[2][2]) == ("2", "truncated")
    assert found[-1] == ("", b"", "truncated")


def test_every_cut_and_every_flip_is_told_or_harmless(kit: Any) -> None:
    data = kit.zip(kit.zipped(b"a.txt", b"some text to pack"), kit.zipped(b"b.txt", b"more", 0), comment=b"c")
    for end in range(len(data)):
        kit.told(data[:end])
    for at in range(len(data)):
        for bit in (1, 128):
            flipped = bytearray(data)
            flipped[at] ^= bit
            kit.told(bytes(flipped))


@pytest.mark.parametrize("data", [b"", b"x", b"this is no zip at all" * 9])
def test_what_is_no_zip_is_said_so(kit: Any, data: bytes) -> None:
    assert kit.told(data) == [("", b"", "archive")]


def test_a_directory_that_counts_otherwise_is_told(kit: Any) -> None:
    found = kit.told(kit.zip(kit.zipped(b"a", b"x"), count=2))
    assert found == [("a", b"x", ""), ("", b"", "damaged")]


def test_bytes_behind_the_end_are_told(kit: Any) -> None:
    assert kit.told(kit.zip(kit.zipped(b"a", b"x")) + b"rest") == [("a", b"x", ""), ("", b"", "archive")]


def test_sizes_beyond_four_gigabytes_are_read_from_the_wide_records(kit: Any) -> None:
    plain = bytearray(kit.zip(kit.zipped(b"a", b"truth", 0)))
    entry, end = plain.index(b"PK\1\2"), plain.index(b"PK\5\6")
    wide = struct.pack("<2H3Q", 1, 24, 5, 5, 0)
    body = plain[entry:end]
    body[20:28] = b"\xff" * 8
    body[30:32] = struct.pack("<H", len(wide))
    body[42:46] = b"\xff" * 4
    body += wide
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(body), entry)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, entry + len(body), 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert kit.told(bytes(plain[:entry] + body + record + locator + last)) == [("a", b"truth", "")]
