"""Values: names in sight, functions, the words of an enum, units."""

import json
from collections.abc import Iterator

from docflow.editor.complete.item import Item
from docflow.editor.manual import function_page
from docflow.editor.words import ROOT_WORDS, UNIT_WORDS
from docflow.lang.typing.calls import signature
from docflow.lang.typing.scope import Binding, Scope
from docflow.lang.typing.typed import UNKNOWN
from docflow.lang.typing.types import assignable
from docflow.lang.typing.units import UNITS
from docflow.model import Type
from docflow.plan.phrase import value_text

__all__ = ["enum_words", "literal_forms", "units", "values"]


def values(scope: Scope, type_: Type | None, *, secret: bool = False) -> Iterator[Item]:
    """Yield what an expression may begin with; what has the type that is asked for stands first."""
    if type_ is not None:
        yield from enum_words(type_)
        yield from literal_forms(type_)
    for name, binding in scope.names.items():
        if (binding.kind == "secret") == secret:
            yield _name(name, binding, type_)
    if secret:
        return
    for alias, names in scope.modules.items():
        yield from (_name(f"{alias}.{name}", bound, type_) for name, bound in names.items())
    free = type_ is None or type_.name in ("bool", "any")
    for root in sorted(scope.roots):
        yield Item(root, "keyword", root, doc=ROOT_WORDS[root], rank=0 if free else 2)
    for name, function in scope.functions.items():
        if type_ is None or assignable(function.result, type_):
            shown, page = signature(function), function_page(function)
            yield Item(name, "function", f"{name}()", shown, page, f"{name}($1)", rank=4)


def _name(name: str, binding: Binding, type_: Type | None) -> Item:
    shown = str(binding.type)
    if binding.value is not UNKNOWN and binding.kind != "secret":
        shown += f" = {value_text(binding.value)}"
    fits = type_ is None or assignable(binding.type.surely(), type_)
    return Item(name, binding.kind, name, shown, rank=1 if fits else 7)


def enum_words(type_: Type) -> Iterator[Item]:
    """Yield the words of an enum, those of a list's elements and of the arms of a union too."""
    for word in type_.choices:
        yield Item(json.dumps(word, ensure_ascii=False), "enum", json.dumps(word, ensure_ascii=False), rank=0)
    for arm in type_.args if type_.name == "union" else ():
        yield from enum_words(arm)


def literal_forms(type_: Type) -> Iterator[Item]:
    """Yield how a literal of a type begins."""
    arms = type_.args if type_.name == "union" else (type_,)
    for arm in arms:
        if arm.name == "bool":
            yield from (Item(word, "enum", word, "bool", rank=0) for word in ("true", "false"))
        elif arm.name == "regex":
            yield Item('re"..."', "enum", 're""', "a regular expression", snippet='re"$1"', rank=2)
        elif arm.name == "list":
            yield Item("[...]", "enum", "[]", str(arm), snippet="[$1]", rank=2)
        elif arm.name in ("map", "record"):
            yield Item("{...}", "enum", "{}", str(arm), snippet="{$1}", rank=2)
        for unit in _USUAL.get(arm.name, ()):
            form = f"${{1:{unit[0]}}}{unit[1:]}"
            yield Item(unit, "unit", unit, arm.name, snippet=form, rank=0)
    if type_.optional:
        yield Item("null", "enum", "null", "no value", rank=3)


_USUAL = {"size": ("1KB", "1MB", "1GB"), "duration": ("1s", "5m", "1h"), "ratio": ("1%", "5%")}
"""Numbers with a unit, to show how they are written; the digit is there to be changed."""


def units(number: str, type_: Type | None) -> Iterator[Item]:
    """Yield a number with each unit that fits its type; with all of them where the type is not known."""
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%")
    arms = () if type_ is None else type_.args if type_.name == "union" else (type_,)
    for at, (unit, (dimension, _, _)) in enumerate(UNITS.items()):
        if type_ is None or any(arm.name == dimension.name for arm in arms):
            yield Item(f"{digits}{unit}", "unit", f"{digits}{unit}", UNIT_WORDS[unit], rank=at // 10)
