"""`ApplyStep` and `LineGroup`: a component of each kind as a piece."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from docflow.engine.components import title
from docflow.engine.desk import Spot
from docflow.engine.steps import cuts, fields, judge, lines, split, text
from docflow.engine.steps.batch import Batch, Way
from docflow.engine.steps.guard import Ends, guard
from docflow.engine.steps.maker import Maker
from docflow.engine.steps.mock import Mocked
from docflow.engine.steps.piece import Many, Piece, Push
from docflow.errors import RefusedError
from docflow.model import Document
from docflow.plan import ir
from docflow.plugin.kinds import LineRule

__all__ = ["make_apply", "make_line_group"]

_TUPLE: Ends[tuple[Document, ...]] = Ends(lambda doc: (doc,), ())


def make_apply(maker: Maker, step: ir.ApplyStep) -> Piece:
    """Return a component as a piece, or its mock."""
    spot, kind = maker.spot(step, title(step.call)), step.call.kind
    if kind not in _KINDS:
        raise RefusedError(
            f"{spot.title} is a {kind}, which cannot stand in this place (line {step.at.line})"
        )
    if step.id in maker.mocks:
        mocked = Mocked(maker.mocks[step.id])
        texts = kind in ("line_rules", "remover", "splitter")
        make = _cleaner if texts else _filter if kind == "corpus" else _KINDS[kind]
        return make(maker, step, mocked, spot)
    return _KINDS[kind](maker, step, maker.components.opened(step.call, step.id), spot)


def make_line_group(maker: Maker, group: ir.LineGroup) -> Piece:
    """Return the line rules of neighbouring steps as one matcher; one by one for mocks and recorders."""
    if maker.recorder is not None or any(step.id in maker.mocks for step in group.steps):
        return maker.chain(group.steps)
    spots = [maker.spot(step, title(step.call)) for step in group.steps]
    opened = [maker.components.opened(step.call, step.id) for step in group.steps]
    return _matched(maker, group.steps, opened, spots[0])


def _matched(maker: Maker, steps: Sequence[ir.ApplyStep], opened: Sequence[Any], spot: Spot) -> Piece:
    start = maker.components.started
    groups = tuple(
        start(s.call, s.id, partial(_rules, rules)) for s, rules in zip(steps, opened, strict=True)
    )
    names = [step.id for step in steps]
    told = maker.recorder.cut if maker.recorder is not None else None
    matcher = start(steps[0].call, spot.id, partial(maker.components.matcher, groups))
    return maker.guarded(lines.matching(matcher, names, maker.desk, told), spot, restore=False)


def _rules(opened: Any) -> tuple[LineRule, ...]:
    return tuple(opened.rules())


def _line_rules(maker: Maker, step: ir.ApplyStep, opened: Any, spot: Spot) -> Piece:
    return _matched(maker, (step,), (opened,), spot)


def _cleaner(maker: Maker, step: ir.ApplyStep, opened: Any, spot: Spot) -> Piece:
    if isinstance(opened, Mocked) or (size := maker.components.batch(step.call)) < 2:
        return maker.guarded(text.cleaning(opened.clean, step.id, maker.desk), spot, restore=False)
    put = partial(text.put_text, step=step.id, desk=maker.desk)
    return _batched(maker, Way(opened.clean_many, lambda _, made: text.exact_text(made), put), size, spot)


def _remover(maker: Maker, step: ir.ApplyStep, opened: Any, spot: Spot) -> Piece:
    if isinstance(opened, Mocked):
        return _cleaner(maker, step, opened, spot)
    told = maker.recorder.cut if maker.recorder is not None else None
    size = maker.components.batch(step.call)
    if size < 2:
        return maker.guarded(cuts.removing(opened.cuts, step.id, maker.desk, told), spot, restore=False)
    put = partial(cuts.take_out, step=step.id, desk=maker.desk, told=told)
    return _batched(maker, Way(opened.cuts_many, cuts.checked_cuts, put), size, spot)


def _batched(maker: Maker, way: Way, size: int, spot: Spot) -> Piece:
    """Return a step that does many texts at a time, where nothing needs to see them one by one."""
    if maker.depth == 0 and maker.recorder is None and not maker.desk.hand.careful:
        return Many(lambda then: _batch(maker, way, size, spot, then))
    return maker.guarded(way.single, spot, restore=False)


def _batch(maker: Maker, way: Way, size: int, spot: Spot, then: Push) -> Push:
    batch = Batch(way, size, spot, maker.desk, then)
    maker.flushes.insert(0, batch.flush)  # a chain is joined from its end
    return batch.push


def _filter(maker: Maker, step: ir.ApplyStep, opened: Any, spot: Spot) -> Piece:
    return maker.guarded(judge.filtering(opened.judge, step.id, maker.desk), spot)


def _extractor(maker: Maker, step: ir.ApplyStep, opened: Any, spot: Spot) -> Piece:
    built = maker.components.built(step.call)
    declared = maker.components.started(step.call, step.id, built.fields)
    check = fields.written_fields(declared, spot.title)
    return maker.guarded(fields.extracting(opened.extract, check), spot)


def _splitter(maker: Maker, step: ir.ApplyStep, opened: Any, spot: Spot) -> Piece:
    attempt = split.splitting(opened.split, step.id, maker.desk)
    return split.pushing(guard(attempt, spot, maker.desk, _TUPLE))


def _corpus(maker: Maker, step: ir.ApplyStep, opened: Any, spot: Spot) -> Piece:  # noqa: ARG001 - one shape
    raise RefusedError(f"{spot.title} sees all documents and cannot stand in a branch (line {step.at.line})")


_KINDS: dict[str, Callable[[Maker, ir.ApplyStep, Any, Spot], Piece]] = {
    "line_rules": _line_rules,
    "cleaner": _cleaner,
    "remover": _remover,
    "filter": _filter,
    "extractor": _extractor,
    "splitter": _splitter,
    "corpus": _corpus,
}
