"""What can be said more plainly (DF07): few things, each with a fix that keeps the meaning.

Layout belongs to `docflow fmt`. Names and wording are the author's.
"""

from collections.abc import Callable, Iterator
from typing import Any

from docflow.errors import Fix, Label, Span
from docflow.lang import tree
from docflow.lang.check.module import Module
from docflow.late import late
from docflow.plan.quote import quote

__all__ = ["check_style"]

_INVERSE = {"==": "!=", "!=": "==", "in": "not in", "not in": "in"}
_FILLED = late(r"\$?\{[ \t]*([^\W\d]\w*)[ \t]*\}")


def check_style(module: Module) -> None:
    """Look at what was written in the main file, its tests' claims apart."""
    for item in module.program.items:
        for node in _nodes(item):
            _CHECKS[type(node)](node, module)


def _nodes(node: object) -> Iterator[tree.Node]:
    """Yield what is checked below a node, from the outside in; what a test gives and claims is left alone."""
    if isinstance(node, tuple):
        for each in node:
            yield from _nodes(each)
        return
    if isinstance(node, tree.Test):
        yield from _nodes(node.target)
        return
    if type(node) in _CHECKS:
        yield node  # type: ignore[misc]
    for name in getattr(node, "__match_args__", ()) if isinstance(node, tree.Node) else ():
        yield from _nodes(getattr(node, name))


def _within(span: Span, whole: Span) -> bool:
    return span.file == whole.file and whole.start <= span.start <= whole.end


def _text(span: Span, module: Module) -> str:
    return module.program.text[span.start : span.end]


def _call(node: tree.Call, module: Module) -> None:
    """DF0701 `clean.unicode()`; DF0706 a text that stands twice in a list of arguments."""
    at = node.args_span
    if any(d.severity == "error" and _within(d.span, node.span) for d in module.findings.diagnostics):
        return
    if at is not None and not node.args and not _text(at, module).strip("() \t\r\n"):
        fix = Fix("leave the brackets out", at, "")
        message = f"`{node.path.text}` is given nothing, so it needs no brackets"
        module.findings.add("DF0701", message, at, fix=fix, severity="warning")
    for arg in node.args:
        if isinstance(arg.value, tree.ListExpr):
            _twice(arg.value, module)


def _twice(node: tree.ListExpr, module: Module) -> None:
    seen: dict[str, Span] = {}
    for at, item in enumerate(node.items):
        if not isinstance(item, tree.Text):
            continue
        first = seen.setdefault(item.value, item.span)
        if first is not item.span:
            before = node.items[at - 1].span
            gap = Span(before.file, before.end, item.span.end, before.end_line, before.end_column,
                       item.span.end_line, item.span.end_column)  # fmt: skip
            fix = Fix("leave it out", gap, "") if "#" not in _text(gap, module)[: -len(item.value)] else None
            labels = (Label(first, "it stands here first"),)
            message = f"{quote(item.value)} stands twice in this list"
            module.findings.add("DF0706", message, item.span, fix=fix, labels=labels, severity="warning")


def _unary(node: tree.Unary, module: Module) -> None:
    """DF0702 `not (a == b)`, `not a in b`."""
    inner = node.operand
    if node.op != "not" or not isinstance(inner, tree.Binary) or inner.op not in _INVERSE:
        return
    op = _INVERSE[inner.op]
    text = f"{_text(inner.left.span, module)} {op} {_text(inner.right.span, module)}"
    plain = "#" not in _text(node.span, module) and "\n" not in text
    fix = Fix(f"write `{op}`", node.span, text) if plain else None
    message = f"`not` before `{inner.op}` is said with `{op}`"
    module.findings.add("DF0702", message, node.span, fix=fix, severity="warning")


def _binary(node: tree.Binary, module: Module) -> None:
    """DF0706 in `x in ["a", "a"]`."""
    if node.op in ("in", "not in") and isinstance(node.right, tree.ListExpr):
        _twice(node.right, module)


def _tagged(node: tree.Tagged, module: Module) -> None:
    """DF0704 an f-text without anything to fill in."""
    if node.tag == "f" and not set("{}") & set(node.body):
        at = node.span
        sign = Span(at.file, at.start, at.start + 1, at.line, at.column, at.line, at.column + 1)
        message = "nothing is filled into this text, so it needs no `f`"
        fix = Fix("leave the `f` out", sign, "")
        module.findings.add("DF0704", message, at, fix=fix, severity="warning")


def _plain(node: tree.Text, module: Module) -> None:
    """DF0705 `"out/{name}"`: the braces of a plain text stand for themselves."""
    if "{" not in node.value:
        return
    written = _text(node.span, module)
    names = [found.group(1) for found in _FILLED.finditer(node.value)]
    known = [name for name in names if name in module.names and module.names[name].kind != "secret"]
    if not known:
        return
    module.findings.used.update(known)
    filled = _FILLED.sub(r"{\1}", written)
    certain = not node.block and len(known) == len(names) == written.count("{") == written.count("}")
    fix = Fix("make it an f-text", node.span, f"f{filled}") if certain else None
    message = f"this text holds `{{{known[0]}}}` as it stands; only an f-text is filled in"
    module.findings.add("DF0705", message, node.span, fix=fix, severity="warning")


_CHECKS: dict[type, Callable[[Any, Module], None]] = {
    tree.Call: _call,
    tree.Unary: _unary,
    tree.Binary: _binary,
    tree.Tagged: _tagged,
    tree.Text: _plain,
}
