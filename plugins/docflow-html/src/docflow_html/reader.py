"""Files of web pages: one file, one document."""

from collections.abc import Iterator
from typing import BinaryIO, ClassVar, Final, Literal

from docflow.plugin import Document, Example, FileInfo, Reader, Rejected, component, option
from docflow_html.charset.decode import NotText, decode
from docflow_html.charset.labels import codec_of
from docflow_html.facts.facts import FIELDS, facts_of
from docflow_html.page.parse import parse

__all__ = ["Html"]

_AUTO: Final = "auto"
_CHUNK: Final = 256 * 1024


def _check_encoding(name: str) -> str | None:
    if name == _AUTO or codec_of(name):
        return None
    return f'"{name}" is no encoding of web pages; write "auto", "utf-8", "windows-1252" or the like'


@component(
    "html",
    everyday=True,
    writes={**FIELDS, "charset": str, "replaced": int},
    cost="heavy",
    examples=(
        Example(
            "<title>Tides</title><p>High water at caf\u00e9 level".encode(),
            ("<title>Tides</title><p>High water at caf\u00e9 level",),
            note="The text of the document is the page; steps such as `html.text` make of it what you want.",
        ),
        Example(
            b'<meta charset="windows-1251"><p>\xcf\xf0\xe8\xe2\xe5\xf2',
            ('<meta charset="windows-1251"><p>\u041f\u0440\u0438\u0432\u0435\u0442',),
        ),
        Example(b"<p>Caf\xe9", ("<p>Caf\u00e9",), note="Neither UTF-8 nor declared: the bytes decide."),
        Example(b"%PDF-1.7 ...", (), note="What is no page at all goes to quarantine."),
    ),
)
class Html(Reader):
    """Read web pages (.html, .htm, .xhtml), each as one document with the facts that it states as fields.

    The text is the page itself, decoded: put `html.article`, `html.text` or `html.markdown` behind it. The
    fields are those of `html.metadata`, and two of the reading: `charset` is the encoding in which the page
    was read, `replaced` the number of signs that were broken in it and became U+FFFD.

    The encoding: the mark at the start; UTF-8 where the bytes are; what the page declares where it can be
    read so (by the names that browsers know); UTF-8 with a few broken signs; a guess from the bytes and the
    language of the page, at last windows-1252. No page is refused for its encoding; files that are none (a
    PDF, an image, binary) are, with the reason `not a page`.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm", ".xhtml")

    id: Literal["path", "stem", "name"] = option(
        default="path",
        doc="What the id is made of: the path below the searched folder without suffixes, "
        "the last part of it, or the whole file name.",
    )
    encoding: str = option(
        default=_AUTO,
        doc='The encoding of all pages, such as "windows-1251"; "auto" asks each page.',
        check=_check_encoding,
    )

    def read(self, stream: BinaryIO, file: FileInfo) -> Iterator[Document | Rejected]:
        """Read one page."""
        id_ = self._id(file)
        data = _whole(stream, file.max_doc)
        if len(data) > file.max_doc:
            message = f"the file has more than {file.max_doc} bytes, the most of one document; "
            yield Rejected(
                "limit:max_doc", f"{message}raise it with `with max_doc: ...`", id=id_, raw=data[:_CHUNK]
            )
            return
        try:
            page = decode(data, "" if self.encoding == _AUTO else codec_of(self.encoding))
        except NotText as found:
            yield Rejected("not a page", f"this is no web page but {found}", id=id_, offset=0, raw=data)
            return
        fields = {**facts_of(parse(page.text)), "charset": page.charset, "replaced": page.replaced}
        yield Document(id_, page.text, file.path, fields)

    def _id(self, file: FileInfo) -> str:
        if self.id == "name":
            return file.name
        return file.stem if self.id == "path" else file.stem.rpartition("/")[2]


def _whole(stream: BinaryIO, most: int) -> bytes:
    """Return the bytes of a file, and one more than `most` where there are more."""
    chunks: list[bytes] = []
    size = 0
    while size <= most and (chunk := stream.read(min(_CHUNK, most + 1 - size))):
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)
