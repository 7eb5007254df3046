"""Entries of a quarantine, read back from the file that a run left."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docflow.engine.state.room import STATE
from docflow.errors import RefusedError
from docflow.io.escape import safe
from docflow.model import Document
from docflow.plan.ir import Where
from docflow.plan.trace import Rejection
from docflow.value import frozen

__all__ = ["FILE", "Kept", "entry_of", "quarantine_file"]

FILE = "quarantine.jsonl"
SHOWN = 5


@frozen
class Kept:
    """An entry: a document as it entered a step of a flow, or a place in an input."""

    number: int
    flow: str
    step: str
    reason: str
    message: str
    document: Document | None
    rejection: Rejection


def quarantine_file(place: str) -> Path:
    """Return the quarantine of a file or an output folder; raises RefusedError."""
    path = Path(place)
    if path.is_file():
        return path
    found = (
        sorted(path.glob(f"{STATE}/*/{FILE}")) or sorted(path.glob(f"*/{FILE}")) or sorted(path.glob(FILE))
    )
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"`{safe(str(each))}`" for each in found)
        raise RefusedError(f"`{safe(place)}` holds several quarantines; name one: {names}")
    raise RefusedError(f"there is no quarantine in `{safe(place)}`: no file {STATE}/*/{FILE} below it")


def entry_of(file: Path, key: str) -> Kept:
    """Return the entry with that id, or the Nth from 1; the only one where no key is given.

    Raises RefusedError, with what there is, when none fits.
    """
    kept = []
    for each in _entries(file):
        if key and (_id(each) == key or str(each.number) == key):
            return each
        kept.append(each)
    if not key and len(kept) == 1:
        return kept[0]
    if not kept:
        raise RefusedError(f"the quarantine `{safe(str(file))}` is empty")
    first = ", ".join(
        f"{each.number} `{safe(_id(each) or each.rejection.path, 80)}`" for each in kept[:SHOWN]
    )
    more = f" and {len(kept) - SHOWN} more" if len(kept) > SHOWN else ""
    wanted = f"has no entry `{safe(key)}`" if key else f"has {len(kept)} entries; say which, by number or id"
    raise RefusedError(f"the quarantine `{safe(str(file))}` {wanted}: {first}{more}")


def _id(entry: Kept) -> str:
    return entry.document.id if entry.document is not None else ""


def _entries(file: Path) -> Iterator[Kept]:
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                yield _kept(number, json.loads(line))
    except OSError as error:
        raise RefusedError(f"cannot read `{safe(str(file))}`: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RefusedError(f"`{safe(str(file))}` is no quarantine of docflow") from None


def _kept(number: int, data: dict[str, Any]) -> Kept:
    given, place = data.get("document"), data.get("pointer") or {}
    doc = None if given is None else Document(given["id"], given["text"], given["source"], given["fields"])
    at = Where(data["at"]["file"], data["at"]["line"], 1)
    raw = base64.b64decode(place["raw"]) if place.get("raw") else None
    where = (place.get("path", ""), place.get("line"), place.get("offset"), place.get("length"))
    rejection = Rejection(data["step"], at, data["reason"], data["message"], *where, raw)
    return Kept(number, data["flow"], data["step"], data["reason"], data["message"], doc, rejection)
