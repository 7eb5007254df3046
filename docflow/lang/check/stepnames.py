"""What a flow calls its steps in `run.dropped_by` and `mock`: ids, with dots for stages, or their ends."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docflow.plan.expr import Arith, Const, Expr, RunValue
from docflow.value import evolve

__all__ = ["counted", "names_of_steps", "step_of"]


def step_of(text: str, ids: Sequence[str]) -> str | None:
    """Return the id that a name means: the id, or with dots for the slashes of stages, or its end alone."""
    if text in ids:
        return text
    dotted = [i for i in ids if i.replace("/", ".") == text]
    ends = dotted or [i for i in ids if i.rpartition("/")[2] == text]
    return ends[0] if len(ends) == 1 else None


def names_of_steps(ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return every name that may stand after `run.dropped_by`, with the steps whose drops it counts.

    The name of a stage counts the drops of all its steps.
    """
    known = tuple(ids)
    found: dict[str, tuple[str, ...]] = dict.fromkeys(known, ())
    stages = {stage for each in known for stage in _stages(each)}
    for leaf in (each for each in known if each not in stages):
        for name in (leaf, *_stages(leaf)):
            found[name] = (*found.get(name, ()), leaf)
    dotted = Counter(each.replace("/", ".") for each in known)
    ends = Counter(each.rpartition("/")[2] for each in known)
    for each in known:
        for short, count in ((each.replace("/", "."), dotted), (each.rpartition("/")[2], ends)):
            if count[short] == 1:
                found.setdefault(short, found[each])
    return found


def _stages(step: str) -> list[str]:
    """Return the ids of the stages around a step: "a" and "a/b" for "a/b/c"."""
    parts = step.split("/")
    return ["/".join(parts[:at]) for at in range(1, len(parts))]


def counted(expr: Expr, names: Mapping[str, tuple[str, ...]]) -> Expr:
    """Return a condition where names of steps are ids, and the drops of a stage the sum of its steps'."""
    if isinstance(expr, RunValue):
        return _sum(expr, names)
    node: Any = expr
    changed = {
        name: _inside(getattr(node, name), names)
        for name in node.__match_args__
        if name not in ("value", "path", "op", "name", "pattern", "flags")
    }
    made: Expr = evolve(node, **changed) if changed else node
    return made


def _sum(value: RunValue, names: Mapping[str, tuple[str, ...]]) -> Expr:
    if value.path[0] != "dropped_by" or value.path[-1] not in names:
        return value
    total: Expr | None = None
    for step in names[value.path[-1]]:
        one = RunValue(("dropped_by", step))
        total = one if total is None else Arith("+", total, one)
    return total if total is not None else Const(0)


def _inside(part: object, names: Mapping[str, tuple[str, ...]]) -> object:
    if isinstance(part, tuple):
        return tuple(_inside(item, names) for item in part)
    return counted(part, names) if isinstance(part, Expr) else part
