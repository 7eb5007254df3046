"""Arguments: the names that a call takes and has not been given yet."""

from collections.abc import Iterator

from docflow.editor.callee import Argument, Callee
from docflow.editor.complete.context import Frame
from docflow.editor.complete.item import Item
from docflow.editor.manual import fenced
from docflow.model import Type

__all__ = ["argument_names", "keys"]


def argument_names(callee: Callee, frame: Frame) -> Iterator[Item]:
    """Yield the arguments that may still be given, those that must be first."""
    given = set(frame.given)
    if any(argument.positional for argument in callee.arguments) and _unnamed(frame):
        given |= {argument.name for argument in callee.arguments if argument.positional}
    for argument in callee.arguments:
        if argument.name not in given:
            page = "\n\n".join(part for part in (fenced(argument.shown), argument.doc) if part)
            yield Item(
                argument.name, "argument", f"{argument.name}: ", str(argument.type), page,
                f"{argument.name}: {_form(argument)}", rank=0 if argument.required else 1,
            )  # fmt: skip


def _unnamed(frame: Frame) -> bool:
    """Whether the first argument was given without its name."""
    first = frame.tokens[:2]
    return any(token.kind == "COMMA" for token in frame.tokens) and [t.kind for t in first] != [
        "KEY",
        "COLON",
    ]


def _form(argument: Argument) -> str:
    """How a value of the argument begins, as a snippet."""
    type_ = argument.type
    if argument.secret:
        return "$0"
    if type_.choices:
        words = ",".join(f'"{word}"'.replace(",", "\\,").replace("|", "\\|") for word in type_.choices)
        return f"${{1|{words}|}}"
    return _FORMS.get(type_.name, "$0")


_FORMS = {
    "bool": "${1|true,false|}",
    "text": '"$1"',
    "date": '"$1"',
    "regex": 're"$1"',
    "list": "[$1]",
    "map": "{$1}",
    "record": "{$1}",
}


def keys(type_: Type, frame: Frame) -> Iterator[Item]:
    """Yield the keys that a map of a known form takes."""
    arms = type_.args if type_.name == "union" else (type_,)
    for name, member in (pair for arm in arms for pair in arm.members):
        if name not in frame.given:
            yield Item(name, "argument", f"{name}: ", str(member), rank=0)
