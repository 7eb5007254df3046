"""Reading the table `[tool.docflow]`: every mistake in it, with its place in the file."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, cast

from attrs import define, field

from docflow.errors import Diagnostic, FlowError, Span
from docflow.lang.pages import codes
from docflow.lang.spans import span_of
from docflow.lang.suggest import nearest
from docflow.settings.levels import ALL, LEVELS, Level

__all__ = ["known", "levels"]

_REFUSED = "refused"
_KEYS = ("levels",)
_NAMES = "name a code such as DF0208, a family such as DF02, or warnings"
_SHAPE = 'write `[tool.docflow.levels]`, and lines such as `DF0208 = "off"` below it'


def levels(text: str, name: str) -> Mapping[str, Level] | None:
    """Return the levels in the text of a pyproject.toml, None where it has no table for docflow.

    `name` is how messages call the file. Raises FlowError with every mistake.
    """
    page = _Page(text, name)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FlowError((page.broken(str(error)),), {name: text}) from None
    tool = data.get("tool")
    if not isinstance(tool, dict) or "docflow" not in tool:
        return None
    read = dict(_levels(tool["docflow"], page))
    if page.found:
        raise FlowError(tuple(page.found), {name: text})
    return read


def known(key: str) -> str | None:
    """Return what is wrong with a key of levels (a code, a family or `warnings`), None when it is known."""
    every = list(codes())
    if key == ALL or key in every or (len(key) == 4 and any(code.startswith(key) for code in every)):
        return None
    near = nearest(key, [*every, *{code[:4] for code in every}, ALL])
    return f"did you mean `{near}`?" if near else _NAMES


@define(eq=False, repr=False)
class _Page:
    """The text of the file, and what was found in it."""

    text: str
    name: str
    found: list[Diagnostic] = field(factory=list)

    def refuse(self, message: str, help_: str, *words: str) -> None:
        """Note a mistake at the last of the words, each searched for behind the one before."""
        self.found.append(Diagnostic(_REFUSED, message, self._place(words), help_))

    def broken(self, why: str) -> Diagnostic:
        """Return the finding for a file that is no TOML; `why` is what the parser says."""
        line = re.search(r" \(at line (\d+), column (\d+)\)$", why)
        start = len(self.text)
        if line:
            lines = self.text.split("\n")
            start = sum(len(each) + 1 for each in lines[: int(line[1]) - 1]) + int(line[2]) - 1
        place = span_of(self.text, self.name, start, min(start + 1, len(self.text)))
        said = why[: line.start()] if line else why.replace(" (at end of document)", "")
        return Diagnostic(_REFUSED, f"this file is not TOML: {said[:1].lower()}{said[1:]}", place)

    def _place(self, words: tuple[str, ...]) -> Span:
        start = end = 0
        for word in ("docflow", *words):
            pattern = re.compile(rf"^[^#\n]*?(?<![\w-])({re.escape(word)})(?![\w-])", re.MULTILINE)
            line = self.text.rfind("\n", 0, end) + 1
            match = next((m for m in pattern.finditer(self.text, line) if m.start(1) >= end), None)
            if match is None:  # written with escapes, say
                break
            start, end = match.span(1)
        return span_of(self.text, self.name, start, end)


def _levels(table: object, page: _Page) -> Iterator[tuple[str, Level]]:
    if not isinstance(table, dict):
        page.refuse("`tool.docflow` is a table", _SHAPE)
        return
    for key in table:
        if key not in _KEYS:
            near = nearest(key, _KEYS)
            help_ = f"did you mean `{near}`?" if near else "it has `levels` only"
            page.refuse(f"`[tool.docflow]` has no `{key}`", help_, key)
    rows = table.get("levels", {})
    if not isinstance(rows, dict):
        page.refuse(
            "`levels` is a table",
            'write `[tool.docflow.levels]`, then lines such as `DF0208 = "off"`',
            "levels",
        )
        return
    for key, value in rows.items():
        if _checked(key, value, page):
            yield key, cast("Level", value)


def _checked(key: str, value: Any, page: _Page) -> bool:
    wrong = known(key)
    if wrong:
        page.refuse(f"there is no code `{key}`", wrong, "levels", key)
    elif value not in LEVELS:
        shown = value if isinstance(value, str) else json.dumps(value, default=str)
        near = nearest(shown, LEVELS)
        help_ = f'did you mean "{near}"?' if near else 'a level is "off", "warning" or "error"'
        words = ("levels", key, shown) if isinstance(value, str) else ("levels", key)
        page.refuse(f"the level of {key} cannot be `{shown}`", help_, *words)
    elif key == ALL and value == "warning":
        page.refuse("all warnings are warnings already", 'write "error" or "off"', "levels", key, "warning")
    else:
        return True
    return False
