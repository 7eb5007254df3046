"""The keys of a pack or a rule, held against the table of keys."""

import datetime
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from docflow_residue.packs.keys import FORMAT, Key
from docflow_residue.packs.pack import Mistake
from docflow_residue.packs.places import Places

__all__ = ["table_mistakes"]

_KINDS = {
    "text": ("a text", 'write it in quotes: `{} = "..."`'),
    "texts": ("a text or a list of texts", 'write it in quotes: `{} = "..."`'),
    "flag": ("true or false", "write `{} = true`"),
    "date": ("a date", "write it without quotes: `{} = 2026-11-23`"),
    "number": ("a number", f"write `{{}} = {FORMAT}`"),
}


def table_mistakes(
    data: Mapping[str, Any], keys: tuple[Key, ...], rule: int, places: Places
) -> Iterator[Mistake]:
    """Yield what is wrong with the keys of a pack (rule -1) or of a rule, and with their values."""
    what = "a pack" if rule < 0 else "a rule"
    names = [key.name for key in keys]
    for name in data:
        if name not in names:
            message = f"{what} has no key `{_short(name)}`"
            yield Mistake(places.key(rule, name), message, _known(name, names, rule))
    for key in keys:
        if key.name in data:
            yield from _value(key, data[key.name], places.key(rule, key.name))
        elif key.required:
            line = 1 if rule < 0 else places.rule(rule)
            yield Mistake(line, f"{what} needs `{key.name}`", f"add `{_sample(key)}`: {_sentence(key)}")


def _known(name: str, names: list[str], rule: int) -> str:
    """Return what was meant by an unknown key, as far as one can tell."""
    tables = ["rule"] if rule < 0 else []
    near = get_close_matches(name, [*names, *tables], 1)
    if near:
        return f"did you mean `{near[0] if near != tables else '[[rule]]'}`?"
    return "its keys are " + ", ".join(names) + (", and its rules begin with `[[rule]]`" if tables else "")


def _sample(key: Key) -> str:
    return f"{key.name} = {FORMAT}" if key.kind == "number" else f'{key.name} = "{key.example or "..."}"'


def _sentence(key: Key) -> str:
    return key.doc[0].lower() + key.doc[1:].rstrip(".")


def _value(key: Key, value: Any, line: int) -> Iterator[Mistake]:
    if not _fits(key, value):
        what, help_ = _KINDS[key.kind]
        yield Mistake(line, f"`{key.name}` must be {what}", help_.format(key.name))
        return
    texts = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    if key.kind == "texts" and not texts:
        yield Mistake(line, f"`{key.name}` needs at least one line", key.doc)
    for text in texts:
        if not text.strip():
            yield Mistake(line, f"`{key.name}` is empty", key.doc)
        elif "\n" in text:
            yield Mistake(
                line, f"`{key.name}` holds a line break, and rules are about single lines", "write one line"
            )
        elif key.words and text not in key.words:
            yield Mistake(line, f"`{key.name}` cannot be `{_short(text)}`", "write " + ", ".join(key.words))
        elif key.pattern and re.fullmatch(key.pattern, text) is None:
            yield Mistake(
                line, f"`{_short(text)}` cannot be a {key.name}", f"{key.doc} Such as `{key.example}`"
            )


def _fits(key: Key, value: Any) -> bool:
    if key.kind == "texts":
        return isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value))
    if key.kind == "date":
        return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    return type(value) is {"text": str, "flag": bool, "number": int}[key.kind]


def _short(text: str) -> str:
    """Return a text from the file so that it is safe and short in a sentence."""
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return plain if len(plain) <= 40 else plain[:37] + "..."
