"""Lines that repeat across the documents of one site or folder."""

from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from docflow.plugin import Corpus, Document, Example, Ratio, Removal, component, option
from docflow_residue.learning.asked import BETWEEN, DOCUMENTS, FOLDER, POSITIONS, SHARE, SITE, Asked, Position

if TYPE_CHECKING:
    from docflow_residue.learning.work import State, Work

__all__ = ["Repeated"]


def _few(documents: int) -> str | None:
    return None if documents >= 2 else "`documents` needs at least 2: a line of one document does not repeat"


def _share(share: float) -> str | None:
    return None if 0 < share <= 1 else "a share is more than 0% and at most 100%"


def _some(positions: tuple[Position, ...]) -> str | None:
    return None if positions else "`positions` needs at least one word"


_TEXT = "The mill of {} opens its doors again in May, and the town has waited for it."
_TEXTS = tuple(_TEXT.format(town) for town in ("Elm", "Ash", "Oak", "Yew"))
_PAGES = tuple(f"Home | Sport\n{text}\n{n} comments" for n, text in enumerate(_TEXTS, 12))


@component(
    "repeated",
    examples=(
        Example(
            _PAGES,
            _TEXTS,
            note="what stands in all pages of a site, numbers aside; the text between is new in each",
        ),
        Example(
            _PAGES,
            tuple(page.removeprefix("Home | Sport\n") for page in _PAGES),
            {"positions": ("head",)},
        ),
    ),
)
class Repeated(Corpus):
    """Take out the lines that repeat across the documents of one site or folder.

    Numbers and dates in a line count as equal, so `12 comments` and `3 comments` are one line; names of
    authors do where the same ones come again. Documents that say the same count once. A line that repeats
    before or after the text of its documents goes from a small share on, one within the text from a larger
    one, rare lines only beside others that go. A document that would lose all its lines keeps them.

    The answer does not depend on the order of the documents or the number of workers. Memory is
    bounded: beyond some 300,000 articles the lines are learned from a sample of each group.
    """

    by: str = option(
        default=SITE,
        field=(SITE, FOLDER),
        doc="What documents have in common: `site` (the host of their `url`, else the field `site`, else the "
        "first folder of their path), `folder` (the whole folder), or the name of a field.",
    )
    documents: int = option(
        default=DOCUMENTS, check=_few, doc="The least number of documents of a group in which a line stands."
    )
    share: Ratio = option(
        default=Ratio(SHARE),
        check=_share,
        doc="The least share for lines before and after the text.",
    )
    between: Ratio = option(
        default=Ratio(BETWEEN),
        check=_share,
        doc="The least share for lines within the text; long lines need half of it.",
    )
    positions: tuple[Position, ...] = option(
        default=POSITIONS, check=_some, doc="Where lines may go: before the text, after it, within it."
    )

    @cached_property
    def work(self) -> "Work":
        """What does it; imported here, since checking a flow needs no arrays."""
        asked = Asked(self.documents, self.share, self.between, self.positions)
        made: Work = import_module("docflow_residue.learning.work").Work(self.by, asked)
        return made

    def observe(self, doc: Document) -> list[Any]:
        """Return the group and the hashes of the lines."""
        return self.work.observe(doc)

    def reduce(self, sketches: Iterable[tuple[int, list[Any]]]) -> "State":
        """Return the repeated lines of each group."""
        return self.work.reduce(data for _, data in sketches)

    def apply(self, doc: Document, position: int, state: "State") -> Document | Removal:  # noqa: ARG002 - part of the contract
        """Return the spans of the lines that repeat; the document itself where there are none."""
        cuts = self.work.cuts(doc, state)
        return Removal(cuts) if cuts else doc
