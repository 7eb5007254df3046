"""The outline of a file: what it declares, with what is in it."""

from collections.abc import Iterator

from attrs import frozen

from docflow.editor.analysis import Analysis
from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.check.includes import alias_of

__all__ = ["Symbol", "symbols"]


@frozen
class Symbol:
    """An entry of the outline: `kind` is the word of the language that opens it, or `step`.

    `span` is the whole, `name_span` what is shown as chosen.
    """

    kind: str
    name: str
    detail: str
    span: Span
    name_span: Span
    inner: tuple["Symbol", ...] = ()


def symbols(analysis: Analysis) -> tuple[Symbol, ...]:
    """Return the outline of a file."""
    return tuple(each for item in analysis.program.items for each in _item(item, analysis.text))


def _item(item: tree.Item, text: str) -> Iterator[Symbol]:
    match item:
        case tree.Use():
            yield Symbol("use", item.alias or item.name, "", item.span, item.name_span)
        case tree.Include():
            yield Symbol("include", alias_of(item) or item.path.value, "", item.span, item.path.span)
        case tree.Param():
            yield Symbol("param", item.name, _of(item.type.span, text), item.span, item.name_span)
        case tree.Secret():
            yield Symbol("secret", item.name, "", item.span, item.name_span)
        case tree.Let():
            yield Symbol("let", item.name, _of(item.value.span, text), item.span, item.name_span)
        case _:
            yield from _body(item, text)


def _body(item: tree.Item, text: str) -> Iterator[Symbol]:
    match item:
        case tree.Stage():
            inner = tuple(_steps(item.body.steps, text))
            yield Symbol("stage", item.name, "", item.span, item.name_span, inner)
        case tree.Flow():
            inner = _pipeline(item.pipeline, text) if item.pipeline is not None else ()
            yield Symbol("flow", item.name, "", item.span, item.name_span, inner)
        case tree.Pipeline():
            inner = _pipeline(item, text)
            yield Symbol("flow", _of(item.source.span, text), "", item.span, item.source.span, inner)
        case tree.Test():
            of = f"of {item.target.path.text}"
            yield Symbol("test", item.name.value or "test", of, item.span, item.name.span)


def _pipeline(node: tree.Pipeline, text: str) -> tuple[Symbol, ...]:
    source = node.source.span
    gates = (Symbol("gate", _of(g.span, text), "", g.span, g.span) for g in node.gates)
    first = Symbol("from", _of(source, text), "", source, source)
    return (first, *_steps(node.steps, text), *gates)


def _steps(steps: tuple[tree.Step, ...], text: str) -> Iterator[Symbol]:
    for step in steps:
        at = step.action.span
        if isinstance(step.action, tree.Broken):
            continue
        name, detail = (step.alias, _of(at, text)) if step.alias else (_of(at, text), "")
        blocks = _blocks(step.action)
        inner = tuple(each for block in blocks for each in _steps(block.steps, text))
        yield Symbol("step", name, detail, step.span, at, inner)


def _blocks(action: tree.Action) -> tuple[tree.Block, ...]:
    match action:
        case tree.When():
            return (action.then, action.otherwise) if action.otherwise is not None else (action.then,)
        case tree.Route():
            return tuple(arm.target for arm in action.arms if isinstance(arm.target, tree.Block))
        case tree.Tee():
            return action.branches
    return ()


def _of(span: Span, text: str) -> str:
    """The first line of what was written, shortened."""
    line = text[span.start : span.end].partition("\n")[0].strip()
    return line if len(line) <= 60 else line[:59] + "…"
