"""The paths that sources and sinks name, as far as they are known before the run."""

import posixpath
from collections.abc import Iterable

from docflow.errors import Span
from docflow.lang import tree
from docflow.model import Place
from docflow.value import frozen

__all__ = ["PlaceOf", "places_of"]


@frozen
class PlaceOf:
    """A path that a source or sink names in the flow, and where; `suffix` is that of a sink with a folder."""

    path: str
    span: Span
    suffix: str | None = None


def places_of(
    call: tree.Call, values: Iterable[tuple[str, object]], suffix: str | None = None
) -> list[PlaceOf]:
    """Return the paths of a source or sink that start from the folder of the flow.

    What the command line gave is the caller's own and is left out.
    """
    given = dict(values).get("path")
    node = next((arg.value for arg in call.args if arg.name in (None, "path")), call)
    each = given if isinstance(given, tuple) else (given,)
    items = node.items if isinstance(node, tree.ListExpr) and len(node.items) == len(each) else ()
    spans = [item.span for item in items] or [node.span] * len(each)
    found = [(place, at) for place, at in zip(each, spans, strict=True) if isinstance(place, Place)]
    return [
        PlaceOf(posixpath.normpath(p.path), at, suffix)
        for p, at in found
        if p.path not in ("", "-") and p.base == "flow"
    ]
