"""What checking adds for a flow that may do less: no plugin off the list, no secrets, no path outside.

Imported only where the caller limits a flow.
"""

import errno
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from docflow.catalog.catalog import Catalog
from docflow.catalog.discover import Provider
from docflow.catalog.points import normal
from docflow.errors import Diagnostic, RefusedError, Span
from docflow.flowfile.trust import LARGEST_FLOW, Trust
from docflow.io.confine import Root
from docflow.io.escape import safe
from docflow.io.globs import fixed_part
from docflow.io.paths import written_path
from docflow.lang import tree
from docflow.lang.elaborate import Read
from docflow.lang.spans import span_of
from docflow.lang.syntax.parse import parse
from docflow.model import Place
from docflow.plan.ir import Call, Plan, Where
from docflow.plan.walk import calls_of
from docflow.value import evolve

__all__ = ["allowed", "bounded", "findings", "narrowed"]

REFUSED = "refused"
OURS = "docflow-core"
EACH = 500
LARGEST_DOCUMENT = 32_000_000
"""Half of what a flow gets unless it says otherwise; an untrusted one may ask for less only."""


def allowed(catalog: Catalog, trust: Trust) -> Catalog:
    """Return the catalog that a flow gets: the built-in plugins and those that the caller allows.

    Nothing is imported, not even to see that it is not on the list. Raises RefusedError for a plugin on the
    list that is not installed, or not in that version.
    """
    if trust.plugins is None and not trust.untrusted:
        return catalog
    wanted = [_wanted(each, catalog) for each in trust.plugins or ()]
    return catalog.limited(lambda provider: _is_ours(provider) or any(fits(provider) for fits in wanted))


def _is_ours(provider: Provider) -> bool:
    return normal(provider.distribution) == OURS


def _wanted(text: str, catalog: Catalog) -> Callable[[Provider], bool]:
    """Return the test for one item of `--plugins`: `NAME` or `NAME==VERSION`."""
    name, pinned, version = (part.strip() for part in text.partition("=="))
    if not name or (pinned and not version) or any(sign in name + version for sign in "<>=!~ "):
        raise RefusedError(f"`--plugins {safe(text)}`: write `NAME` or `NAME==VERSION`")

    def fits(provider: Provider) -> bool:
        return name == provider.namespace or normal(name) == normal(provider.distribution)

    there = [each for each in catalog.providers() if fits(each)]
    if not there:
        raise RefusedError(
            f"`--plugins {safe(text)}`: no plugin of that name is installed;"
            " `docflow plugins list` shows what there is"
        )
    if pinned and any(each.version != version for each in there):
        raise RefusedError(f"`--plugins {safe(text)}`: {there[0].title} is installed; install that version")
    return fits


def bounded(read: Read) -> Read:
    """Return a function that reads includes as `read` does, but no more than LARGEST_FLOW bytes in all.

    A file that is included in two ways is read twice, so few small files can include each other a million
    times; each reading counts as EACH bytes at least. Beyond that it raises OSError.
    """
    left = LARGEST_FLOW

    def bounded_read(path: Path) -> str:
        nonlocal left
        left -= max(EACH, path.stat().st_size)
        if left < 0:
            said = f"an untrusted flow may include {LARGEST_FLOW:,} bytes in all"
            raise OSError(errno.EFBIG, said)
        return read(path)

    return bounded_read


def narrowed(plan: Plan | None, trust: Trust) -> Plan | None:
    """Return the plan with what an untrusted flow may not raise: the most bytes of a document."""
    if plan is None or not trust.untrusted:
        return plan
    flows = (
        evolve(flow, settings=evolve(flow.settings, max_doc=min(flow.settings.max_doc, LARGEST_DOCUMENT)))
        for flow in plan.flows
    )
    return evolve(plan, flows=tuple(flows))


def findings(
    trust: Trust, folder: Path, plan: Plan | None, sources: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    """Return what the caller's limits forbid, each with its place; `sources` are the texts by file."""
    found = list(_secrets(sources)) if trust.untrusted else []
    root = trust.root_for(folder)
    if root is not None and plan is not None:
        found += _outside(plan, root, folder, sources)
    return tuple(dict.fromkeys(found))


def _secrets(sources: Mapping[str, str]) -> Iterator[Diagnostic]:
    for name, text in sources.items():
        for item in parse(text, name).program.items:
            if isinstance(item, tree.Secret):
                yield Diagnostic(
                    REFUSED,
                    f"an untrusted flow gets no secrets, and this one asks for `{item.name}`",
                    item.span,
                    help="take it out, or run the flow without `--untrusted` once you trust it",
                )


def _outside(plan: Plan, root: Root, folder: Path, sources: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield the paths of a plan, as far as they are known, that do not lead into the root."""
    for flow in plan.flows:
        for call in calls_of(flow):
            for path in _paths(call, folder):
                try:
                    root.inside(*path)
                except RefusedError as error:
                    yield Diagnostic(REFUSED, str(error), _line(flow.at, path[1], sources))


def _paths(call: Call, folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the paths that a call was given, up to the first wildcard, and as they were written."""
    for name, value in call.options:
        for each in value if isinstance(value, (list, tuple)) else (value,):
            text = each.path if isinstance(each, Place) else each if name == "path" else None
            if isinstance(text, str) and not (isinstance(each, Place) and each.base == "caller"):
                yield folder / fixed_part(str(written_path(text)))[0], text


def _line(at: Where, written: str, sources: Mapping[str, str]) -> Span:
    """Return where a path was written; where it cannot be found (it was put together), the flow's line."""
    text = sources.get(at.file, "")
    start = text.find(f'"{written}"')
    if start >= 0:
        return span_of(text, at.file, start, start + len(written) + 2)
    lines = text.split("\n")[: max(at.line - 1, 0)]
    start = sum(len(line) + 1 for line in lines)
    return span_of(text, at.file, start, max(text.find("\n", start), start))
