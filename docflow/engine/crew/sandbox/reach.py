"""What the workers of a run must reach, and nothing besides: from its plan, its inputs and its state.

A component that needs more says so where it is declared: `needs=("network", "exec", "read:~/.models")`.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from docflow.catalog.catalog import Catalog
from docflow.engine.bases import Bases
from docflow.engine.crew.sandbox.outermost import outermost
from docflow.engine.inputs.outside import is_outside
from docflow.engine.inputs.part import InputFile
from docflow.io.globs import fixed_part
from docflow.io.paths import written_path
from docflow.model import Place
from docflow.plan.ir import Plan
from docflow.plan.walk import calls_of
from docflow.plugin.spec import role_of

__all__ = ["needs_network", "needs_programs", "reads_of"]

NETWORK, PROGRAMS, READ = "network", "exec", "read:"


def reads_of(
    plan: Plan, bases: Bases, files: Iterable[InputFile], state: Path, catalog: Catalog
) -> tuple[str, ...]:
    """Return the folders and files that workers read, resolved: inputs, options that are paths, state.

    Sinks write through the state folder, which need not be there yet, so the folders of outputs are not among
    them. What leads out of the root is left out. Raises RefusedError for an option that does.
    """
    found: list[str] = []
    for flow in plan.flows:
        for call in calls_of(flow):
            if role_of(call.kind) != "sink":
                found += _places(dict(call.options), bases)
    needs = [need.removeprefix(READ) for need in _needs(plan, catalog) if need.startswith(READ)]
    found += [str(Path(need).expanduser()) for need in needs]
    roots = outermost(found)
    return (*outermost([*roots, *_inputs(files, roots)]), str(state))


def needs_network(plan: Plan, catalog: Catalog) -> bool:
    """Whether a component of the plan says that it uses the network."""
    return NETWORK in _needs(plan, catalog)


def needs_programs(plan: Plan, catalog: Catalog) -> bool:
    """Whether a component of the plan says that it starts programs."""
    return PROGRAMS in _needs(plan, catalog)


def _needs(plan: Plan, catalog: Catalog) -> set[str]:
    calls = {(role_of(call.kind), call.component) for flow in plan.flows for call in calls_of(flow)}
    return {need for role, name in calls for need in catalog.component(role, name).needs}


def _places(value: Any, bases: Bases) -> Iterator[str]:
    """Yield the paths in options; of a pattern the folder in front of its first wildcard."""
    if isinstance(value, Place):
        head = fixed_part(str(written_path(value.path)))[0]
        yield str(bases.path(Place(head or ".", value.base)))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _places(each, bases)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _places(each, bases)


def _inputs(files: Iterable[InputFile], roots: tuple[str, ...]) -> Iterator[str]:
    """Yield what else the inputs need: what links among them, and linked folders, lead to."""
    known: dict[str, bool] = {}
    for file in files:
        if is_outside(file):
            continue
        path = f"{file.found.root}/{file.found.tail}"
        folder = path.rpartition("/")[0] or "/"
        if folder not in known:
            known[folder] = _below(folder, roots)
            if not known[folder] and "/" in file.found.tail:
                yield folder
        if os.path.islink(path):  # noqa: PTH114 - a Path for each costs more
            yield path


def _below(folder: str, roots: tuple[str, ...]) -> bool:
    real = Path(os.path.realpath(folder))
    return any(real.is_relative_to(root) for root in roots)
