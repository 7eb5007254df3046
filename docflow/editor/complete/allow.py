"""Completion in the comments that are read: `# docflow: allow DF0208 because ...`."""

import re
from collections.abc import Iterator

from docflow.editor.analysis import Analysis
from docflow.editor.complete.item import Completions, Item
from docflow.editor.pages import why
from docflow.lang.pages import codes

__all__ = ["in_comment"]

_OURS = re.compile(
    r"#+[ \t]*(?P<name>docflow:[ \t]*(?:allow[ \t]+(?P<codes>(?:\w+[ \t,]+)*))?)?(?P<word>\w*)$"
)
_WORD = re.compile(r"\w*")


def in_comment(text: str, offset: int, analysis: Analysis) -> Completions:
    """Return what an allow goes on with: the codes of the warnings in the file first, then all others."""
    found = _OURS.search(text[text.rfind("\n", 0, offset) + 1 : offset])
    if found is None:
        return Completions(offset, offset, ())
    rest = _WORD.match(text, offset)
    start, end = offset - len(found["word"]), rest.end() if rest is not None else offset
    return Completions(start, end, tuple(_items(found, analysis)))


def _items(found: re.Match[str], analysis: Analysis) -> Iterator[Item]:
    if found["name"] is None:
        if analysis.warnings:
            yield Item("docflow: allow", "keyword", "docflow: allow ", "let a warning pass, with a reason")
        return
    if found["codes"] is None:
        yield Item("allow", "keyword", "allow ", "let a warning pass, with a reason")
        return
    if "because" in found["codes"].split():
        return
    if found["codes"]:
        yield Item("because", "keyword", "because ", "the reason, for those who read it later", rank=0)
    here = {code for code, _ in analysis.warnings if not code.startswith("DF071")}  # not about comments
    for code, title in sorted(codes().items(), key=lambda each: each[0] not in here):
        if code not in found["codes"]:
            rank = 1 if code in here else 5
            yield Item(code, "enum", code, title, why(code) or "", rank=rank)
