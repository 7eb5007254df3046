"""Entries of the quarantine that an earlier run made: steps stand on the lines where they are now."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from docflow.plan.ir import Call, FlowPlan, Where
from docflow.plan.walk import every_step

__all__ = ["places_of", "rewritten"]

_ENCODER = msgspec.json.Encoder(order="sorted")


def places_of(flow: FlowPlan) -> dict[str, Where]:
    """Return the places of the steps of a flow by id, as entries name them; sources are where the flow is."""
    found = {
        f"from {source.component.removeprefix('core.')}": flow.at
        for source in flow.sources
        if isinstance(source, Call)
    }
    for step in every_step(flow.body):
        id_, at = getattr(step, "id", None), getattr(step, "at", None)
        if id_ is not None and at is not None:
            found[id_] = at
    return found


def rewritten(path: Path, places: Mapping[str, Where]) -> Iterator[bytes]:
    """Yield the entries of a part, with the places of their steps as they are now; raises OSError."""
    with path.open("rb") as lines:
        for line in lines:
            yield _moved(line, places) if places else line


def _moved(line: bytes, places: Mapping[str, Where]) -> bytes:
    entry: dict[str, Any] = json.loads(line)
    place = places.get(entry["step"])
    if place is None:
        return line
    now = {"file": place.file, "line": place.line}
    for begin, write in ((b'{"at":', _ENCODER.encode), (b'{"at": ', _loose)):
        old = begin + write(entry["at"])
        if line.startswith(old):
            return begin + write(now) + line[len(old) :]
    return line


def _loose(value: object) -> bytes:
    """Return a value as the store writes it where an entry holds what is no JSON."""
    return json.dumps(value, sort_keys=True).encode("ascii")
