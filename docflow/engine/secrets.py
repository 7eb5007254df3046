"""Secrets: read when a run starts, handed to who asked for them, masked in all that is said."""

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from docflow.errors import RefusedError
from docflow.io.escape import safe
from docflow.plan.ir import Call, SecretRef

__all__ = ["masking", "secret_values"]

MASK = "***"
SHORTEST = 4
"""Shorter secrets are not masked: they would blot out ordinary words, and protect nothing."""
SHORTEST_LINE = 8
"""A line of a secret of several lines (a key file) is masked by itself when it is that long."""


def secret_values(
    calls: tuple[Call, ...], environment: Mapping[str, str] = os.environ
) -> dict[SecretRef, str]:
    """Return the values of the secrets that the calls need.

    Raises RefusedError, naming the secret, when one is not there.
    """
    found = {}
    for call in calls:
        for ref in _refs([value for _, value in call.options]):
            if ref.provider != "env":
                raise RefusedError(
                    f'no provider of secrets is called `{ref.provider}`; write `env("{ref.name}")`'
                )
            if ref.name not in environment:
                raise RefusedError(f"the secret `{ref.name}` is not in the environment; set it and run again")
            found[ref] = environment[ref.name]
    return found


def _refs(value: Any) -> Iterator[SecretRef]:
    if isinstance(value, SecretRef):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _refs(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _refs(item)


def masking(values: Mapping[SecretRef, str]) -> Callable[[str], str]:
    """Return the function that blots the secrets out of a message, also escaped, and single lines of them."""
    whole = {value for value in values.values() if len(value) >= SHORTEST}
    lines = {line for value in whole for line in value.splitlines() if len(line) >= SHORTEST_LINE}
    escaped = {shown for value in whole | lines for shown in (safe(value, None), repr(value)[1:-1])}
    hidden = sorted(whole | lines | escaped, key=len, reverse=True)
    if not hidden:
        return str

    def mask(text: str) -> str:
        for value in hidden:
            text = text.replace(value, MASK)
        return text

    return mask
