"""The YAML head of a Markdown file: written so that any YAML reader takes it, and read back.

Written as one `key: value` a line, texts as double-quoted scalars with JSON's escapes, lists and maps in
JSON's form: all of it valid YAML 1.1 and 1.2, whatever the text holds. Read are these forms, plain
scalars and block lists of scalars, which is what people write by hand (comments go); of a head that holds
more, nothing is read and nothing lost: it stays in the text.
"""

import datetime
import json
import math
import re
from typing import Any

from docflow.std.formats.plain_json import json_text

__all__ = ["read_head", "write_head"]

# Patterns are compiled when they are first used: `docflow check` imports this and runs none of them.
# Valid in JSON, but not printable, or line breaks, in YAML.
_ESCAPED = "[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
_PLAIN_KEY = r"[A-Za-z_][A-Za-z0-9_-]*"
_WORDS = frozenset(["y", "n", "yes", "no", "true", "false", "on", "off", "null"])


def write_head(values: dict[str, Any]) -> str:
    """Return the head, with its `---` lines and a line end after each."""
    lines = [f"{_key(key)}: {_value(value)}\n" for key, value in values.items()]
    return "".join(("---\n", *lines, "---\n"))


def _key(key: str) -> str:
    plain = re.fullmatch(_PLAIN_KEY, key) and key.lower() not in _WORDS
    return key if plain else _escaped(json_text(key))


def _value(value: Any) -> str:
    if isinstance(value, float) and math.isfinite(value):
        text = repr(value)  # YAML 1.1 takes 1e-07 for a text: a number there has a point
        return text.replace("e", ".0e") if "e" in text and "." not in text else text
    if isinstance(value, datetime.date):
        return value.isoformat()
    return _escaped(json_text(value))


def _escaped(text: str) -> str:
    return re.sub(_ESCAPED, lambda match: f"\\u{ord(match[0]):04x}", text)


_HEAD = r"(?sm)---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
_PAIR = r'("(?:[^"\\]|\\.)*"|[^\s"\'#\-?:,\[\]{}&*!|>%@`][^:#"]*):(?:[ \t]+(.*))?'
_ITEM = r"[ \t]*-[ \t]+(\S.*)"
_NUMBER = r"[+-]?(?:0|[1-9][0-9]{0,300})(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?"
_MOST = 1_000_000


def read_head(text: str) -> tuple[dict[str, Any], str]:
    """Return the values of the head and the text after it; ({}, text) when there is none that we read.

    One empty line between head and text belongs to the head.
    """
    match = re.match(_HEAD, text[:_MOST]) if text.startswith("---") else None
    if match is None:
        return {}, text
    try:
        values = _pairs(match[1].split("\n"))
    except (ValueError, RecursionError):
        return {}, text
    if not values:
        return {}, text
    return values, re.sub(r"\A\r?\n", "", text[match.end() :])


def _pairs(lines: list[str]) -> dict[str, Any]:
    """Return the values of the lines; ValueError for a form of YAML that we do not read."""
    values: dict[str, Any] = {}
    items: list[Any] | None = None
    for line in (line.rstrip() for line in lines):
        if not line or line.lstrip().startswith("#"):
            continue
        item = re.fullmatch(_ITEM, line)
        if item is None:
            key, written = _pair(line)
            if key in values:
                raise ValueError(key)
            values[key] = None if written is None else _scalar(written)
            items = None
        elif items is None and (not values or values[key] is not None):
            raise ValueError(line)
        else:
            items = items if items is not None else []
            items.append(_scalar(item[1]))
            values[key] = items
    return values


def _pair(line: str) -> tuple[str, str | None]:
    match = re.fullmatch(_PAIR, line)
    if match is None:
        raise ValueError(line)
    key = json.loads(match[1]) if match[1].startswith('"') else match[1].rstrip()
    return key, match[2] or None


def _scalar(text: str) -> Any:
    if text[0] in '"[{':
        return json.loads(text, parse_constant=_refuse, parse_float=_finite)
    if text[0] == "'":
        if not re.fullmatch(r"'(?:[^']|'')*'", text):
            raise ValueError(text)
        return text[1:-1].replace("''", "'")
    if text[0] in "&*!|>%@`#":
        raise ValueError(text)
    return _plain(text.partition(" #")[0].rstrip())


def _plain(text: str) -> Any:
    words = {"null": None, "~": None, "true": True, "false": False}
    if text.lower() in words:
        return words[text.lower()]
    number = re.fullmatch(_NUMBER, text)
    if number is not None:
        return _finite(text) if number[1] or number[2] else int(text)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return datetime.date.fromisoformat(text)
    if ": " in text or text.endswith(":"):
        raise ValueError(text)
    return text


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(text)
    return number


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
