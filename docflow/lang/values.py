"""Values from outside the file: `--set name=text`, a params file, or keywords of the Python API."""

import re
from collections.abc import Mapping
from pathlib import PurePath

from attrs import field, frozen

from docflow.lang import tree
from docflow.lang.coercion import Misfit, coerce, natural
from docflow.lang.expressions import type_of_expr
from docflow.lang.findings import Findings
from docflow.lang.parse import parse
from docflow.lang.quantities import quantity
from docflow.lang.regexes import regex_problem
from docflow.lang.scope import Scope
from docflow.lang.types import with_article
from docflow.model import TEXT, Regex, Type

__all__ = ["REFUSED", "Unfit", "Values", "parse_value", "value_of"]

REFUSED = "refused"
"""The code of findings about what was given from outside; the file itself is not wrong."""

_NUMBER = re.compile(r"(-?)([\d_]*\d(?:\.\d+)?)([a-zA-Z]+|%)?")


@frozen
class Values:
    """Values for the params of a file. `set_` wins over `params_file`, and both over the defaults.

    Texts of `set_` are read by the type of their param; relative paths in it belong to the folder of the
    caller, those of `params_file` to the folder of the flow file.
    """

    set_: Mapping[str, object] = field(factory=dict)
    params_file: Mapping[str, object] = field(factory=dict)

    def has(self, name: str) -> bool:
        """Whether there is a value for a param."""
        return name in self.set_ or name in self.params_file

    def names(self) -> tuple[str, ...]:
        """The names of all values."""
        return tuple(dict.fromkeys((*self.set_, *self.params_file)))


@frozen
class Unfit:
    """Why a value from outside cannot be taken."""

    message: str
    help: str | None = None


def value_of(values: Values, name: str, type_: Type) -> object:
    """Return the value of a param in its type, or why it does not fit."""
    base = "caller" if name in values.set_ else "flow"
    given = values.set_[name] if name in values.set_ else values.params_file[name]
    if isinstance(given, PurePath):
        given = given.as_posix()
    made = parse_value(given, type_, base) if isinstance(given, str) else _plain(given, type_, base)
    if not isinstance(made, Misfit):
        return made
    return Unfit(f"the value of `{name}` does not fit: " + made.message, made.help)


def _plain(given: object, type_: Type, base: str) -> object:
    if isinstance(given, (list, tuple)):
        given = tuple(g.as_posix() if isinstance(g, PurePath) else g for g in given)
    found = type_.surely() if _same_shape(given, type_) else natural(given)
    return coerce(given, found, type_, base)


def _same_shape(given: object, type_: Type) -> bool:
    """Python has no sizes, durations and ratios: a number is taken in the unit of the param."""
    number = isinstance(given, (int, float)) and not isinstance(given, bool)
    return number and type_.name in ("size", "duration", "ratio")


def parse_value(text: str, type_: Type, base: str = "caller") -> object:
    """Return a text from the command line as a value of a type, or a Misfit.

    Texts, patterns, paths, words of an enum and dates stand without quotes, numbers with their unit as in
    a flow, lists as `a,b` or as `["a", "b"]`, everything else as the language writes it.
    """
    if type_.optional and text == "null":
        return None
    match type_.name:
        case "bool":
            return {"true": True, "false": False}.get(text, Misfit(f"`{text}` is neither true nor false"))
        case "int" | "float" | "ratio" | "size" | "duration":
            return _number(text, type_, base)
        case "regex":
            problem = regex_problem(text, "")
            return Misfit(problem[1], problem[2]) if problem else Regex(text)
        case "list" if not text.lstrip().startswith("["):
            return _items(text, type_.args[0], base)
        case "list" | "map" | "record":
            return _expression(text, type_, base)
        case _:
            return coerce(text, TEXT, type_, base)


def _number(text: str, type_: Type, base: str) -> object:
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return Misfit(f"`{text}` is not {with_article(type_.surely())}")
    made = quantity(found[2], found[3] or "")
    if isinstance(made, str):
        return Misfit(made)
    return coerce(-made[1] if found[1] else made[1], made[0], type_, base)


def _items(text: str, element: Type, base: str) -> object:
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    made = tuple(parse_value(part, element, base) for part in parts)
    return next((item for item in made if isinstance(item, Misfit)), made)


def _expression(text: str, type_: Type, base: str) -> object:
    parsed = parse(f"let value = {text}\n", "--set")
    item = parsed.program.items[0] if len(parsed.program.items) == 1 else None
    if parsed.diagnostics or not isinstance(item, tree.Let):
        return Misfit(f"`{text}` is not {with_article(type_.surely())}", "write it as in a flow file")
    findings = Findings()
    typed = type_of_expr(item.value, Scope(), findings)
    if findings.diagnostics:
        return Misfit(findings.diagnostics[0].message, findings.diagnostics[0].help)
    return coerce(typed.value, typed.type, type_, base)
