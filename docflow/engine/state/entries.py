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

__all__ = ["FILE", "Kept", "entries", "entry_of", "find_quarantine", "quarantine_file"]

FILE, RUN = "quarantine.jsonl", "run.json"
SHOWN = 5


@frozen
class Kept:
    """An entry: a document as it entered a step of a flow, or a place in an input.

    `error` says that a component failed (else the flow itself put it there), `at` where the step is written,
    `whole` that all bytes of a rejected record were kept.
    """

    number: int
    flow: str
    step: str
    reason: str
    message: str
    document: Document | None
    rejection: Rejection
    error: bool
    at: Where
    whole: bool

    @property
    def id(self) -> str:
        """The id of the document; "" for a place in an input."""
        return self.document.id if self.document is not None else ""


def quarantine_file(place: str) -> Path:
    """Return the quarantine of a file, a state folder or an output folder; raises RefusedError."""
    found = find_quarantine(place)
    if found is None:
        raise RefusedError(f"nothing is in quarantine: the last run into `{safe(place)}` left no entry")
    return found


def find_quarantine(place: str) -> Path | None:
    """Return the quarantine as `quarantine_file` does, None where a run ended without one."""
    path = Path(place)
    if path.is_file():
        return path if path.name != RUN else path.with_name(FILE) if path.with_name(FILE).is_file() else None
    found = _below(path, FILE)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"`{safe(str(each))}`" for each in found)
        raise RefusedError(f"`{safe(place)}` holds several quarantines; name one: {names}")
    if _below(path, RUN):
        return None
    raise RefusedError(f"there is no quarantine in `{safe(place)}`: no file {STATE}/*/{FILE} below it")


def _below(path: Path, name: str) -> list[Path]:
    return sorted(path.glob(f"{STATE}/*/{name}")) or sorted(path.glob(f"*/{name}")) or sorted(path.glob(name))


def entry_of(file: Path, key: str) -> Kept:
    """Return the entry with that id, or the Nth from 1; the only one where no key is given.

    Raises RefusedError, with what there is, when none fits.
    """
    kept = []
    for each in entries(file):
        if key and (each.id == key or str(each.number) == key):
            return each
        kept.append(each)
    if not key and len(kept) == 1:
        return kept[0]
    if not kept:
        raise RefusedError(f"the quarantine `{safe(str(file))}` is empty")
    first = ", ".join(f"{each.number} `{safe(each.id or each.rejection.path, 80)}`" for each in kept[:SHOWN])
    more = f" and {len(kept) - SHOWN} more" if len(kept) > SHOWN else ""
    wanted = f"has no entry `{safe(key)}`" if key else f"has {len(kept)} entries; say which, by number or id"
    raise RefusedError(f"the quarantine `{safe(str(file))}` {wanted}: {first}{more}")


def entries(file: Path) -> Iterator[Kept]:
    """Yield the entries of a quarantine, one in memory at a time; raises RefusedError for what is none."""
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
    said = data["flow"], data["step"], data["reason"], data["message"]
    return Kept(number, *said, doc, rejection, data["error"] is True, at, place.get("raw_whole") is True)
