"""Code in Markdown: fences longer than what they hold, and the language that a page names."""

from collections.abc import Iterator, Mapping
from typing import Final

from docflow.plugin import late
from docflow_html.page.page import Page

__all__ = ["code_span", "fenced", "language_of"]

_TICKS: Final = late("`+")
_LANGUAGE: Final = late(
    r"(?:language|lang|highlight-source|brush:|sourceCode|highlight)[-: ]\s*([\w+#.-]{1,20})\Z", 2
)
_NAMED: Final = late(r"[A-Za-z][\w+#.-]{0,19}\Z")
_NO_LANGUAGE: Final = frozenset(("none", "plain", "plaintext", "text", "default", "nohighlight", "auto"))
_HIGHLIGHTERS: Final = frozenset(("sourcecode", "hljs", "highlight", "prettyprint"))


def fenced(code: str, language: str) -> list[str]:
    """Return the lines of a fenced block."""
    fence = "`" * max(3, _longest(code) + 1)
    return [fence + language, *code.split("\n"), fence]


def code_span(code: str) -> str:
    """Return code within a line."""
    fence = "`" * (_longest(code) + 1)
    pad = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{fence}{pad}{code}{pad}{fence}"


def _longest(code: str) -> int:
    return max((len(run) for run in _TICKS.findall(code)), default=0)


def language_of(page: Page, pre: int) -> str:
    """Return the language that the classes of a `pre`, of the `code` in it or of the box around it name."""
    for attributes in _told(page, pre):
        for name in ("data-lang", "data-language"):
            if _is_language(said := (attributes.get(name) or "")):
                return said.lower()
        words = (attributes.get("class") or "").replace("brush: ", "brush:").split()
        for word in words:
            if (found := _LANGUAGE.match(word)) and _is_language(found[1]):
                return found[1].lower()
        if len(words) == 2 and words[0].lower() in _HIGHLIGHTERS and _is_language(words[1]):
            return words[1].lower()
    return ""


def _told(page: Page, pre: int) -> Iterator[Mapping[str, str | None]]:
    yield page.attributes(pre)
    inner = pre + 1
    if inner < page.ends[pre] and page.tags[inner] == "code":
        yield page.attributes(inner)
    around = page.parents[pre]
    for _ in range(2):
        if around < 0 or page.tags[around] not in ("div", "figure"):
            return
        yield page.attributes(around)
        around = page.parents[around]


def _is_language(word: str) -> bool:
    return _NAMED.match(word) is not None and word.lower() not in _NO_LANGUAGE
