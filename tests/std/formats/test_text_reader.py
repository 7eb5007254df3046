"""Plain text in: to the letter, or rejected with what to write."""

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.plugin import Document, FileInfo, Rejected
from docflow.plugin.convert import OptionError, build
from docflow.std.formats.text_reader import Text

FILE = FileInfo("a/b.c.txt.gz", "a/b.c", "b.c.txt.gz")


def read(data: bytes, file: FileInfo = FILE, **options: object) -> Document | Rejected:
    (made,) = build(Text.__component__, options).read(io.BytesIO(data), file)  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize(("id_", "wanted"), [("path", "a/b.c"), ("stem", "b.c"), ("name", "b.c.txt.gz")])
def test_the_id_is_made_of_the_path(id_: str, wanted: str) -> None:
    assert read(b"x", id=id_) == Document(wanted, "x", "a/b.c.txt.gz")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=50))
def test_every_text_comes_to_the_letter(text: str) -> None:
    assert read(text.encode()).text == text
    assert read(codecs.BOM_UTF8 + text.encode()).text == text
    for name, mark in (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)):
        assert read(mark + text.encode(name)).text == text
        assert read(text.encode(name), encoding=name).text == text
    assert read(text.encode("utf-16"), encoding="utf-16").text == text


def test_an_empty_file_is_an_empty_document() -> None:
    assert read(b"").text == ""


def test_bytes_that_are_no_utf8_are_rejected_with_the_place_and_the_cure() -> None:
    refused = read("Süß".encode("latin-1"))
    assert isinstance(refused, Rejected)
    assert (refused.reason, refused.offset, refused.id, refused.raw) == ("encoding", 1, "a/b.c", b"S\xfc\xdf")
    assert refused.message == (
        'byte 0xFC at offset 1 is not UTF-8; if it is Western European text, write `encoding: "windows-1252"`'
    )
    assert read("Süß".encode("latin-1"), encoding="windows-1252").text == "Süß"


def test_cut_utf16_is_rejected() -> None:
    refused = read(codecs.BOM_UTF16_LE + b"a\0b")
    assert isinstance(refused, Rejected)
    assert (refused.reason, refused.offset) == ("encoding", 4)


def test_nul_means_a_binary_file_unless_the_encoding_is_given() -> None:
    refused = read("hi".encode("utf-16-le"))
    assert isinstance(refused, Rejected)
    assert "byte 1 is NUL" in refused.message
    assert read(b"a\0b", encoding="utf-8").text == "a\0b"


def test_a_file_over_the_limit_is_not_read_to_its_end() -> None:
    class Counted(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.taken += len(data)
            return data

    stream = Counted(b"x" * 10_000_000)
    (refused,) = Text().read(stream, FileInfo("f", "f", "f", max_doc=1_000_000))
    assert isinstance(refused, Rejected)
    assert refused.reason == "limit:max_doc"
    assert stream.taken <= 1_000_001
    (kept,) = Text().read(io.BytesIO(b"x" * 1_000_000), FileInfo("f", "f", "f", max_doc=1_000_000))
    assert isinstance(kept, Document)


@pytest.mark.parametrize("name", ["utf8x", "hex", "", "rot13", "a\0b"])
def test_what_is_no_encoding_is_refused_at_check_time(name: str) -> None:
    with pytest.raises(OptionError, match="is not an encoding"):
        build(Text.__component__, {"encoding": name})
