"""The names of one file: one namespace, no shadowing, and nothing that is never used."""

from collections.abc import Iterable, Iterator, Mapping

from docflow.errors import Fix, Label, Span
from docflow.lang import tree
from docflow.lang.check.includes import alias_of
from docflow.lang.findings import Findings
from docflow.lang.spans import span_of
from docflow.plan.quote import quote
from docflow.value import frozen

__all__ = ["RESERVED", "Symbol", "collect", "report_unused", "title_of"]

RESERVED: Mapping[str, str] = {
    "doc": "the document in an expression",
    "run": "the sums of the run in a gate",
    "sink": "what a test recorded",
    "flow": "the word before the name of a flow in `from flow.NAME`",
}
"""Names that the language keeps for itself, each with its meaning."""

_WORDS = {
    tree.Use: "plugin",
    tree.Include: "include",
    tree.Param: "param",
    tree.Secret: "secret",
    tree.Let: "let",
    tree.Stage: "stage",
    tree.Flow: "flow",
}


@frozen
class Symbol:
    """A name of a file: what kind of thing it names, where it is declared, and the item itself."""

    kind: str
    name: str
    span: Span
    item: tree.Item


def collect(program: tree.Program, findings: Findings) -> dict[str, Symbol]:
    """Return the names that a file declares; the first of a name holds, others are DF0203.

    A flow stands under `flow.NAME`, as it is read, and may be called like a plugin: steps name plugins with a
    dot, and nothing but `from flow.x` and `of x` names flows. A function is always called with brackets, so
    names of functions are free: `param date: text` takes nothing away.
    """
    found: dict[str, Symbol] = {}
    for symbol in _symbols(program):
        first = _holder(symbol, found)
        if first is not None:
            findings.add(
                "DF0203",
                f"the name `{symbol.name}` is taken: it is a {first.kind} of this file already",
                symbol.span,
                help="all names of a file live in one namespace; choose another name for one of the two",
                labels=(Label(first.span, "first declared here"),),
            )
        elif symbol.name in RESERVED:
            _reserved(symbol, RESERVED[symbol.name], findings)
        else:
            found[_key(symbol)] = symbol
    _tests(program, findings)
    return found


def _key(symbol: Symbol) -> str:
    return f"flow.{symbol.name}" if symbol.kind == "flow" else symbol.name


def _holder(symbol: Symbol, found: Mapping[str, Symbol]) -> Symbol | None:
    same = [s for s in (found.get(symbol.name), found.get(f"flow.{symbol.name}")) if s is not None]
    return next((s for s in same if {s.kind, symbol.kind} != {"flow", "plugin"}), None)


def _reserved(symbol: Symbol, meaning: str, findings: Findings) -> None:
    findings.add(
        "DF0203",
        f"the name `{symbol.name}` is taken: it stands for {meaning}",
        symbol.span,
        help=f"choose another name for the {symbol.kind}",
    )


def _symbols(program: tree.Program) -> Iterator[Symbol]:
    for item in program.items:
        if isinstance(item, tree.Use):
            alias, span = item.alias or item.name, item.alias_span or item.name_span
            yield Symbol("plugin", alias, span, item)
        elif isinstance(item, tree.Include):
            named = alias_of(item)
            if named is not None:
                yield Symbol("include", named, item.alias_span or item.path.span, item)
        elif isinstance(item, (tree.Param, tree.Secret, tree.Let, tree.Stage, tree.Flow)):
            yield Symbol(_WORDS[type(item)], item.name, item.name_span, item)


def _tests(program: tree.Program, findings: Findings) -> None:
    seen: dict[str, tree.Test] = {}
    for item in program.items:
        if not isinstance(item, tree.Test):
            continue
        first = seen.setdefault(item.name.value, item)
        if first is not item:
            findings.add(
                "DF0203",
                f"two tests are called {quote(item.name.value)}",
                item.name.span,
                help="the report names tests; give each its own name",
                labels=(Label(first.name.span, "the first is here"),),
            )


def title_of(symbol: Symbol) -> str:
    """Return a symbol as messages name it: "the stage `tidy`"."""
    return f"the {symbol.kind} `{symbol.name}`"


def report_unused(
    symbols: Iterable[Symbol], used: set[str], program: tree.Program, findings: Findings
) -> None:
    """Warn (DF0208) of every param, secret, let, stage, use and include that nothing names.

    Silent about a file of which parts could not be read, since the name may stand there. A file without a
    flow is a library: its stages and lets are there for others. A name that a misspelt one most likely stands
    for is used.

    Only what costs a line to write again has a fix: a `use` or an include. A param is what callers may give,
    and a let or stage is work that a fix of this very run may have made readable.
    """
    if program.broken:
        return
    meant = {d.fix.replacement.partition(".")[0] for d in findings.diagnostics if d.fix is not None}
    library = not any(isinstance(i, (tree.Flow, tree.Pipeline)) for i in program.items)
    for symbol in symbols:
        exempt = symbol.kind == "flow" or (library and symbol.kind in ("stage", "let"))
        if symbol.name in used or symbol.name in meant or exempt:
            continue
        brought = symbol.kind in ("plugin", "include")
        lines = whole_lines(symbol.item.span, program.text)
        findings.add(
            "DF0208",
            f"{title_of(symbol)} is never used",
            symbol.span,
            help="delete it, or use it" if brought else "nothing uses it; delete it, or use it",
            fix=Fix(f"delete {title_of(symbol)}", lines, "") if brought else None,
            severity="warning",
        )


def whole_lines(span: Span, text: str) -> Span:
    """Return a span widened to its whole lines when nothing else stands on them.

    The empty line behind goes with them where none is before, so that no two stand where one stood.
    """
    start = max(text.rfind("\n", 0, span.start) + 1, int(text.startswith("\ufeff")))
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end + 1
    rest = text[span.end : end].strip()
    if text[start : span.start].strip() or (rest and not rest.startswith("#")):
        return span
    after = text.find("\n", end)
    if after >= 0 and not text[end:after].strip() and text[:start].strip("\ufeff")[-2:] in ("", "\n\n"):
        end = after + 1
    return span_of(text, span.file, start, end)
