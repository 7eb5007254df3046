"""Copyright holder and year."""

from collections.abc import Mapping

from attrs import frozen

from docflow.plugin import Document, Example, Extractor, component
from docflow_news.reading.lines import lines_of
from docflow_news.reading.rights import read_rights

__all__ = ["Copyright", "Rights"]


@frozen
class Rights:
    """The shape of the field `copyright`: a map with these keys."""

    holder: str | None
    year: int | None


@component(
    "copyright",
    writes={"copyright": Rights | None},
    examples=(
        Example(
            "Copyright (c) 2020 The Harbour Times. Click here for reprint permission.",
            {"copyright": {"holder": "The Harbour Times", "year": 2020}},
        ),
        Example("Copyright law is old.", {"copyright": None}),
    ),
)
class Copyright(Extractor):
    """Read holder and year from the copyright line."""

    def extract(self, doc: Document) -> Mapping[str, object]:
        """Return `copyright`, a map with `holder` and `year`, or None."""
        return {"copyright": read_rights(lines_of(doc.text))}
