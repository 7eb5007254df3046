"""Types of the language as text, for options that name types: `fields: {year: "int?"}`."""

from collections.abc import Mapping

from docflow import model
from docflow.late import late
from docflow.model import Type

__all__ = ["SCALARS", "type_from_text"]

SCALARS: Mapping[str, Type] = {
    t.name: t
    for t in (
        model.TEXT,
        model.INT,
        model.FLOAT,
        model.BOOL,
        model.RATIO,
        model.SIZE,
        model.DURATION,
        model.DATE,
        model.PATH,
        model.GLOB,
        model.REGEX,
        model.ANY,
    )
}
"""The types that are one word."""

_TOKEN = late(r'\s*(?:([a-z]+)|"((?:[^"\\]|\\.)*)"|([\[\],?]))')


def type_from_text(text: str) -> Type | None:
    """Return the type that a text such as `list[text]?` or `enum["a", "b"]` names, else None."""
    tokens = _tokens(text)
    if not tokens:
        return None
    made, end = _type(tokens, 0)
    return made if end == len(tokens) else None


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return []
        word, quoted, sign = match.groups()
        found.append(("word", word) if word else ("sign", sign) if sign else ("text", quoted))
        at = match.end()
    return found


def _type(tokens: list[tuple[str, str]], at: int) -> tuple[Type | None, int]:
    kind, word = tokens[at] if at < len(tokens) else ("", "")
    if kind != "word":
        return None, at
    made: Type | None
    if word in ("list", "map"):
        made, at = _container(word, tokens, at + 1)
    elif word == "enum":
        made, at = _enum(tokens, at + 1)
    else:
        made, at = SCALARS.get(word), at + 1
    if made is not None and tokens[at : at + 1] == [("sign", "?")]:
        return made.maybe(), at + 1
    return made, at


def _container(name: str, tokens: list[tuple[str, str]], at: int) -> tuple[Type | None, int]:
    if tokens[at : at + 1] != [("sign", "[")]:
        return None, at
    element, at = _type(tokens, at + 1)
    if element is None or tokens[at : at + 1] != [("sign", "]")]:
        return None, at
    return Type(name, (element,)), at + 1


def _enum(tokens: list[tuple[str, str]], at: int) -> tuple[Type | None, int]:
    words: list[str] = []
    sign = "["
    while tokens[at : at + 1] == [("sign", sign)] and tokens[at + 1 : at + 2] and tokens[at + 1][0] == "text":
        words.append(tokens[at + 1][1])
        at, sign = at + 2, ","
    if not words or tokens[at : at + 1] != [("sign", "]")]:
        return None, at
    return Type("enum", choices=tuple(words)), at + 1
