"""File names from document ids: one to one, safe everywhere."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docflow.io.names import MAX_BYTES, collision_key, decode, encode

IDS = st.text(st.characters(exclude_categories=()), max_size=300) | st.text(
    st.sampled_from("./\\ %~-:aA\0\n\ud800é"), max_size=12
)


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("article-17", "article-17"),
        ("Größe 3.2", "Größe 3.2"),
        ("https://x.org/a?b", "https%3A%2F%2Fx.org%2Fa%3Fb"),
        ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("-rf", "%2Drf"),
        ("~root", "%7Eroot"),
        ("end. ", "end.%20"),
        ("a\0b\n", "a%00b%0A"),
        ("100%", "100%25"),
        ("con", "%63on"),
        ("COM1.tar", "%43OM1.tar"),
        ("console", "console"),
        ("\u202egpj", "%E2%80%AEgpj"),
        ("\ud800", "%ED%A0%80"),
        ("", "%empty"),
    ],
)
def test_examples(id_: str, name: str) -> None:
    assert encode(id_) == name
    assert decode(name) == id_


@given(IDS)
@example("%empty")
@example("a" * 10_000)
@example("\U0001f600" * 60)
def test_a_name_is_always_one_safe_part_of_a_path(id_: str) -> None:
    name = encode(id_)
    assert name
    assert name not in (".", "..")
    assert not set(name) & set('/\\:*?"<>|\0')
    assert not name.startswith((".", "-", "~", " "))
    assert not name.endswith((".", " "))
    assert len(name.encode()) <= MAX_BYTES
    assert Path(name).name == name


@given(IDS, IDS)
def test_two_ids_never_share_a_name(one: str, other: str) -> None:
    assert (encode(one) == encode(other)) == (one == other)


@given(IDS)
def test_decode_gives_the_id_back_or_nothing(id_: str) -> None:
    name = encode(id_)
    assert decode(name) == (None if "%-" in name else id_)


@given(IDS, st.integers(2, 10_000))
def test_a_copy_has_a_name_of_its_own(id_: str, copy: int) -> None:
    name = encode(id_, copy)
    assert name.startswith(encode(id_))
    assert encode(name) != name
    assert decode(name) == decode(encode(id_))


def test_long_ids_with_one_beginning_differ() -> None:
    assert encode("x" * 500 + "a") != encode("x" * 500 + "b")
    assert decode(encode("x" * 500)) is None


def test_a_foreign_name_is_not_decoded() -> None:
    assert decode("a%2fb") is None
    assert decode("%ff") is None
    assert decode("a/b") is None


def test_names_that_one_folder_cannot_hold_apart_have_one_key() -> None:
    assert collision_key("Stra\u00dfe") == collision_key("STRASSE")
    assert collision_key("e\u0301") == collision_key("\u00c9")
    assert collision_key("a") != collision_key("b")
