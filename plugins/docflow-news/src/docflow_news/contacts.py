"""Addresses of the writers."""

from collections.abc import Mapping

from attrs import frozen

from docflow.plugin import Document, Example, Extractor, component
from docflow_news.reading.contacts import read_contacts
from docflow_news.reading.lines import lines_of

__all__ = ["Contact", "Contacts"]


@frozen
class Contact:
    """The shape of a contact: a map with these keys."""

    name: str | None
    email: str


@component(
    "contacts",
    writes={"contacts": list[Contact]},
    examples=(
        Example(
            "The bridge is open.\n• Anna Berg can be reached at anna@harbour.example.",
            {"contacts": [{"name": "Anna Berg", "email": "anna@harbour.example"}]},
        ),
    ),
)
class Contacts(Extractor):
    """Read names and e-mail addresses from contact lines and bylines, not from sentences."""

    def extract(self, doc: Document) -> Mapping[str, object]:
        """Return `contacts`, a list of maps with `name` and `email`."""
        return {"contacts": read_contacts(lines_of(doc.text))}
