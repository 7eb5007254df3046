"""One document for each paragraph."""

from collections.abc import Iterable, Iterator

from docflow.plugin import Document, Example, Splitter, component, option

__all__ = ["Paragraphs"]


def _check_min_words(value: int) -> str | None:
    return None if value >= 0 else "`min_words` is a number of words: 0 or more"


@component(
    "paragraphs",
    examples=(
        Example("One.\nStill one.\n\n\nTwo.", ("One.\nStill one.", "Two.")),
        Example("Owls\n\nOwls breed late.\n\nEnd.", ("Owls\n\nOwls breed late.\n\nEnd.",), {"min_words": 2}),
        Example("A\n\nOwls breed.\n\nFoxes too.", ("A\n\nOwls breed.", "Foxes too."), {"min_words": 2}),
        Example("", ("",), note="a document without text stays"),
    ),
)
class Paragraphs(Splitter):
    """Make one document of each paragraph.

    Paragraphs are separated by blank lines (nothing but white space). The new ids are `ID#1`, `ID#2`, ...;
    source and fields are those of the document. Blank lines between paragraphs do not survive.
    """

    min_words: int = option(
        default=0,
        check=_check_min_words,
        doc="A paragraph with fewer words is joined with the next one, the last with the one before.",
    )

    def split(self, doc: Document) -> Iterable[Document]:
        """Yield a document for each paragraph."""
        for number, text in enumerate(self._joined(doc.text) or [doc.text], 1):
            yield Document(f"{doc.id}#{number}", text, doc.source, dict(doc.fields))

    def _joined(self, text: str) -> list[str]:
        whole: list[str] = []
        short: list[str] = []
        words = 0
        for paragraph in _paragraphs(text):
            short.append(paragraph)
            words += len(paragraph.split())
            if words >= self.min_words:
                whole.append("\n\n".join(short))
                short, words = [], 0
        if short and whole:
            short.insert(0, whole.pop())
        return [*whole, "\n\n".join(short)] if short else whole


def _paragraphs(text: str) -> Iterator[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip():
            lines.append(line)
        elif lines:
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)
