"""What is open at each tag of a page, followed as a parser does it, but in a bounded time for each tag.

Source: the HTML standard, 13.2.6.4 (scopes, special elements, formatting). Where this is unsure it takes an
element for still open.
"""

from typing import Final

__all__ = ["CLOSING_STARTS", "RAW", "VOID", "Nesting"]

VOID: Final = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "keygen",
        "frame",
    ]
)
RAW: Final = frozenset(
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"]
)
"""What stands in these is no markup."""
_FORMATTING: Final = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
_ROOTS: Final = frozenset(
    ["table", "template", "html", "foreignobject", "desc", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"]
)
_WALLS: Final = _ROOTS | frozenset(["td", "th", "caption", "object", "applet", "marquee", "select"])
"""What no end tag reaches out of, but for those of the parts of a table."""
_PARTS: Final = frozenset(["table", "td", "th", "tr", "tbody", "thead", "tfoot", "caption"])
_BLOCKS: Final = frozenset(
    [
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "center",
        "details",
        "dialog",
        "dir",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "pre",
        "search",
        "section",
        "summary",
        "ul",
        "dd",
        "dt",
        "dl",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "listing",
    ]
)
_SPECIAL: Final = _WALLS | _BLOCKS | frozenset(("div", "p", "address"))
"""What the end tag of an element that no standard rule names does not reach out of."""
_ENDS: Final = {
    **dict.fromkeys(("p", "button"), _WALLS),
    **dict.fromkeys(("li", "dt", "dd"), _WALLS | _BLOCKS - {"li", "dt", "dd"}),
    **dict.fromkeys(["td", "th", "tr", "tbody", "thead", "tfoot", "caption"], _ROOTS),
}
"""Elements that end where the next of their kind begins, and how far up they are looked for."""
_KINDS: Final = {
    "td": ("td", "th"),
    "th": ("td", "th"),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    **dict.fromkeys(("tbody", "thead", "tfoot"), ("tbody", "thead", "tfoot")),
}


CLOSING_STARTS: Final = frozenset(_ENDS) | {"a", "nobr", "option"}
"""Elements whose start tag may close another one."""


class Nesting:
    """The open elements of a page, and how many of formatting the end of a block left to be opened again."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.left_open = 0

    def start(self, name: str) -> None:
        """A start tag, in lower case, of an element that is not void."""
        walls = _ENDS.get(name)
        if walls is not None:
            self._close(_KINDS.get(name, (name,)), walls)
        elif name in ("a", "nobr"):
            self._take_out(name)
        elif name == "option" and self.open and self.open[-1] == name:
            self.open.pop()
        self.open.append(name)

    def end(self, name: str) -> None:
        """An end tag; one that closes nothing is passed over."""
        if self.open and self.open[-1] == name:
            self.open.pop()
        elif name in _FORMATTING:
            if not self._take_out(name):
                self.left_open = max(self.left_open - 1, 0)
        elif name in _PARTS:
            self._close((name,), _ROOTS)
        else:
            self._close((name,), _WALLS if name in _SPECIAL else _SPECIAL)

    def _found(self, names: tuple[str, ...], walls: frozenset[str]) -> int:
        """Return the place of the innermost of these elements this side of a wall, -1 without one."""
        if any(name in self.open for name in names):
            for at in range(len(self.open) - 1, -1, -1):
                if self.open[at] in names:
                    return at
                if self.open[at] in walls:
                    break
        return -1

    def _close(self, names: tuple[str, ...], walls: frozenset[str]) -> None:
        """Close the innermost of these elements, and all that is in it."""
        at = self._found(names, walls)
        if at < 0:
            return
        clears = self.open[at] in ("td", "th", "caption")
        while len(self.open) > at:
            self.left_open += self.open.pop() in _FORMATTING and not clears

    def _take_out(self, name: str) -> bool:
        """Close an element of formatting; what is in it stays open."""
        at = self._found((name,), _WALLS)
        if at >= 0:
            del self.open[at]
        return at >= 0
