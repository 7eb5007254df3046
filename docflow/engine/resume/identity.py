"""Which part a part is, from run to run, and a digest of all that its input says to the steps."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from docflow.engine.inputs.part import FilePart, PluginPart, SpillPart, WorkPart

__all__ = ["content_of", "identities", "own_identity"]


def own_identity(part: WorkPart, spills: Mapping[str, str]) -> str:
    """Return what names a part: its source with its first file and range, its key, or the part it comes from.

    `spills` gives the identity of the part that left a spill, by the spill's path.
    """
    if isinstance(part, FilePart):
        start = part.span.start if part.span else -1
        return _text("file", part.source, part.files[0].shown, start)
    if isinstance(part, PluginPart):
        return _text("own", part.source, part.part.key)
    return _text("flow", part.source, spills.get(str(part.path), ""))


def identities(parts: Sequence[WorkPart], spills: Mapping[str, str]) -> dict[int, str]:
    """Return the identities of parts by number; the same input read twice makes two."""
    taken: dict[str, int] = {}
    found = {}
    for part in parts:
        own = own_identity(part, spills)
        taken[own] = count = taken.get(own, 0) + 1
        found[part.number] = f"{own} {count}" if count > 1 else own
    return found


def content_of(part: WorkPart, digests: Sequence[str], state: str = "") -> str:
    """Return the digest of names, ranges and bytes of a part's input; `state` is that of a corpus step.

    `digests` are those of its files, or of its spill. Behind a corpus step the number of a part counts, too:
    positions of documents are made of it.
    """
    if isinstance(part, FilePart):
        names = [[file.found.display, file.shown] for file in part.files]
        span = [part.span.start, part.span.end, part.span.line] if part.span else None
        return _digest([names, span, *digests])
    if isinstance(part, SpillPart):
        return _digest([state, part.number if state else 0, *digests])
    return _digest([part.part.key, part.part.size, part.part.version])


def _text(*values: object) -> str:
    return json.dumps(values, ensure_ascii=True)


def _digest(value: object) -> str:
    return sha256(json.dumps(value, ensure_ascii=True).encode()).hexdigest()
