"""The option `--limit NAME=VALUE`: what a document, a worker and an archive may cost."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from docflow.engine.limits import Limits
from docflow.errors import RefusedError
from docflow.io.escape import safe
from docflow.lang.typing.coercion import Misfit
from docflow.lang.typing.fromtext import parse_value
from docflow.model import DURATION, INT, SIZE, Type

__all__ = ["limit_option", "limits_of"]

F = TypeVar("F", bound=Callable[..., Any])
TYPES: dict[str, tuple[Type, str]] = {
    "time": (DURATION, "30s"),
    "memory": (SIZE, "2GiB"),
    "nesting": (INT, "500"),
    "members": (INT, "100000"),
    "ratio": (INT, "1000"),
}
LEAST_MEMORY = 128 * 2**20
"""An interpreter with its libraries needs about half of it."""


def limit_option(command: F) -> F:
    """Add `--limit NAME=VALUE`; the command gets the texts as `limits`."""
    return click.option(
        "--limit",
        "limits",
        metavar="NAME=VALUE",
        multiple=True,
        help="Raise or lower a limit of a document or worker: time=30s, memory=2GiB, nesting=500,"
        " members=100000, ratio=1000; may be repeated.",
    )(command)


def limits_of(given: tuple[str, ...], limits: Limits | None = None) -> Limits:
    """Return the limits with those that the caller names; raises RefusedError for what is no limit."""
    changes: dict[str, Any] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if name not in TYPES:
            known = ", ".join(f"`{each}`" for each in TYPES)
            raise RefusedError(f"`--limit {safe(text)}`: there is no limit `{safe(name)}`; there is {known}")
        changes[name] = _value(name, value, text if equals else f"{name}=")
    base = limits or Limits()
    kept = {name: changes.get(name, getattr(base, name)) for name in TYPES}
    return Limits(**kept)


def _value(name: str, value: str, text: str) -> float:
    type_, example = TYPES[name]
    found: Any = parse_value(value, type_)
    if isinstance(found, Misfit) or not value:
        raise RefusedError(f"`--limit {safe(text)}`: write it as `--limit {name}={example}`")
    if found <= 0 or (name == "memory" and found < LEAST_MEMORY):
        least = "128MiB" if name == "memory" else "more than 0"
        raise RefusedError(
            f"`--limit {safe(text)}` is too small: it must be {'at least ' * (name == 'memory')}{least}"
        )
    number: float = found
    return number
