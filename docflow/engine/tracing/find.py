"""Finding the document that is meant: by its id in the inputs of a flow, or in one file."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path

from attrs import define, field

from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.desk import Entry
from docflow.engine.memory import stream
from docflow.engine.reading import Enough, read_documents
from docflow.errors import RefusedError
from docflow.io.escape import safe
from docflow.model import Document
from docflow.plan.ir import FlowPlan
from docflow.value import evolve

__all__ = ["Found", "Listing", "by_id", "in_file", "nearest", "read_all", "split_name"]

MOST_IDS = 20_000
SHOWN = 5


@define
class Found:
    """A document as a flow read it; `number` counts what the flow read, from 1."""

    document: Document
    number: int


@define
class Listing:
    """What was seen while a document was looked for: ids (the first ones), what ended like it, rejections."""

    count: int = 0
    ids: list[str] = field(factory=list)
    ending: list[Found] = field(factory=list)
    rejected: list[Entry] = field(factory=list)


def split_name(name: str) -> tuple[Path, str] | None:
    """Return file and key of `FILE`, `FILE#KEY` or `FILE:LINE`; None when it names no file."""
    if name and Path(name).exists():
        return Path(name), ""
    for mark in "#:":
        file, found, key = name.rpartition(mark)
        if found and key and Path(file).is_file():
            return Path(file), key
    return None


def read_all(
    flow: FlowPlan, bases: Bases, components: Components, take: Callable[[Document], None]
) -> list[Entry]:
    """Read the sources of a flow without running a step of it; return what its readers rejected."""
    made = stream(evolve(flow, body=()), components)
    read_documents(made, bases, take)
    return made.quarantined


def by_id(flow: FlowPlan, wanted: str, bases: Bases, components: Components) -> Found | Listing:
    """Return the first document with that id; else what there is instead. Reading ends where it is found."""
    listing = Listing()
    exact: list[Found] = []

    def take(doc: Document) -> None:
        listing.count += 1
        if len(listing.ids) < MOST_IDS:
            listing.ids.append(doc.id)
        if doc.id == wanted:
            exact.append(Found(doc, listing.count))
            raise Enough
        if doc.id.endswith(wanted) and len(listing.ending) < SHOWN:
            listing.ending.append(Found(doc, listing.count))

    listing.rejected = read_all(flow, bases, components, take)
    return exact[0] if exact else listing


def nearest(wanted: str, listings: Sequence[Listing]) -> str:
    """Return what to say when no id fits: the nearest ones, or the first, and what could not be read."""
    ids = [each for listing in listings for each in listing.ids]
    if not ids:
        return f"; the inputs hold no document{_rejected(listings)}"
    inside = [each for each in ids if wanted.lower() in each.lower()]
    close = inside or get_close_matches(wanted, ids, SHOWN, 0.6)
    shown = ", ".join(f"`{safe(each, 80)}`" for each in (close or ids)[:SHOWN])
    words = "the nearest are" if close else "the first are"
    return f"; {words} {shown}{_rejected(listings)}"


def _rejected(listings: Sequence[Listing]) -> str:
    count = sum(len(each.rejected) for each in listings)
    return f" ({count} could not be read at all; the quarantine of a run has them)" if count else ""


def in_file(flow: FlowPlan, file: Path, key: str, bases: Bases, components: Components) -> Found | Listing:
    """Return the document of a file: its only one, or the one with that id or place in the file.

    Raises RefusedError, with the first ids, for a file of many when none is named or found.
    """
    listing, docs = Listing(), list[Found]()

    def take(doc: Document) -> None:
        listing.count += 1
        if len(listing.ids) < MOST_IDS:
            listing.ids.append(doc.id)
        if not key:
            docs.extend([Found(doc, listing.count)] if listing.count == 1 else [])
            if listing.count > SHOWN:
                raise Enough
        elif doc.id == key:
            docs.insert(0, Found(doc, listing.count))
            raise Enough
        elif _is_place(doc, listing.count, key):
            docs.append(Found(doc, listing.count))

    listing.rejected = read_all(flow, bases, components, take)
    if key and docs:
        return docs[0]
    if not key and listing.count == 1:
        return docs[0]
    if not listing.count:
        return listing
    raise RefusedError(_which(str(file), key, listing))


def _is_place(doc: Document, count: int, key: str) -> bool:
    """A number is the line where the reader made an id of it, else it counts the records of the file."""
    return key.isdecimal() and (doc.id.endswith(f":{key}") or count == int(key))


def _which(file: str, key: str, listing: Listing) -> str:
    name = safe(file)
    if key:
        return f"`{name}` has no document `{safe(key)}`{nearest(key, [listing])}"
    many = f"more than {SHOWN}" if listing.count > SHOWN else str(listing.count)
    first = ", ".join(f"`{safe(each, 80)}`" for each in listing.ids[:SHOWN])
    return (
        f"`{name}` holds {many} documents; say which: `{name}#ID` or `{name}#N` for the Nth. "
        f"The first ids are {first}"
    )
