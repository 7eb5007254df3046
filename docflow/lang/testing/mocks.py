"""`mock step = value`: a step of a test that is replaced by its result."""

from collections.abc import Iterator, Sequence

from docflow.errors import Fix
from docflow.lang import tree
from docflow.lang.check.here import where
from docflow.lang.check.module import Module
from docflow.lang.check.stepnames import step_of
from docflow.lang.suggest import nearest
from docflow.lang.testing.givens import constant_value
from docflow.lang.typing.expressions import type_of_expr
from docflow.lang.typing.types import with_article
from docflow.model import Type
from docflow.plan import ir
from docflow.plan.case import Mock

__all__ = ["lower_mocks"]

_SHAPES: dict[str, tuple[tuple[str, ...], str]] = {
    "cleaner": (("text",), "the text that it leaves"),
    "line_rules": (("text",), "the text that it leaves"),
    "remover": (("text",), "the text that it leaves"),
    "extractor": (("map", "record"), "a map of the fields that it writes"),
    "filter": (("bool", "text"), "true to keep the document, or the reason to drop it"),
}


def lower_mocks(mocks: Sequence[tree.Mock], plan: ir.FlowPlan, module: Module) -> tuple[Mock, ...]:
    """Check the mocks of a test and lower them; a mock names a step by its id (DF0606)."""
    steps = dict(_steps(plan.body))
    made = []
    for mock in mocks:
        typed = type_of_expr(mock.value, module.scope(module.names), module.findings)
        name = step_of(mock.step.text, tuple(steps))
        if name is None:
            _no_step(mock, tuple(steps), module)
            continue
        if not typed.wrong:
            _check_shape(mock, steps[name], typed.type, module)
        made.append(Mock(name, constant_value(typed), where(mock.span)))
    return tuple(made)


def _steps(body: Sequence[ir.Step]) -> Iterator[tuple[str, ir.ApplyStep]]:
    for step in body:
        if isinstance(step, ir.ApplyStep):
            yield step.id, step
        elif isinstance(step, ir.WhenStep):
            yield from _steps((*step.then, *step.otherwise))
        elif isinstance(step, ir.RouteStep):
            for arm in step.arms:
                yield from _steps(arm.body)
        elif isinstance(step, ir.TeeStep):
            for branch in step.branches:
                yield from _steps(branch)


def _no_step(mock: tree.Mock, ids: tuple[str, ...], module: Module) -> None:
    shown = [i.replace("/", ".") for i in ids]
    same = [i for i in shown if i.rpartition(".")[2] == mock.step.names[-1]]
    hint = nearest(mock.step.text, shown) or (same[0] if len(same) == 1 else None)
    listed = "its steps are " + ", ".join(f"`{i}`" for i in shown) if shown else "it calls no component"
    module.findings.add(
        "DF0606",
        f"there is no step `{mock.step.text}` to replace here",
        mock.step.span,
        help=f"did you mean `{hint}`?" if hint else listed,
        fix=Fix(f"write `{hint}`", mock.step.span, hint) if hint else None,
    )


def _check_shape(mock: tree.Mock, step: ir.ApplyStep, type_: Type, module: Module) -> None:
    wanted = _SHAPES.get(step.call.kind)
    if wanted is None:
        module.findings.add(
            "DF0402",
            f"`{mock.step.text}` cannot be replaced: only cleaners, line rules, filters and extractors can",
            mock.step.span,
        )
    elif type_.name not in (*wanted[0], "any"):
        module.findings.add(
            "DF0303",
            f"the result of `{mock.step.text}` is {wanted[1]}, and this is {with_article(type_)}",
            mock.value.span,
        )
