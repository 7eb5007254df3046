"""The bodies: each takes the text of the bad document, does its harm, and gives what a step returns."""

from collections.abc import Callable
from typing import Any

from docflow_bad.bodies import crashing, forking, hanging, hoarding, raising, tampering, wrong

BODIES: dict[str, Callable[[str], Any]] = {
    body.__name__: body
    for room in (raising, wrong, crashing, hanging, hoarding, tampering, forking)
    for body in room.BODIES
}


def none(text: str) -> str:
    """Do nothing: the undisturbed run."""
    return text


def misbehave(how: str, text: str) -> Any:
    """Do what is told where the text is the bad one; other texts pass.

    With `as told`, each bad text says itself what is done: `BAD segfault`.
    """
    if "BAD" not in text or how == "none":
        return text
    return BODIES[text.partition("BAD ")[2].split()[0] if how == "as told" else how](text)
