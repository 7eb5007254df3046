"""The arguments of a call, and the component that they make."""

from collections.abc import Mapping, Sequence

from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.typing.matching import Given, Parameter, match
from docflow.lang.typing.scope import Binding, Scope
from docflow.plan.quote import quote
from docflow.plugin.convert import OptionError, build
from docflow.plugin.kinds import Component
from docflow.plugin.spec import ComponentSpec
from docflow.value import frozen

__all__ = ["Bound", "Parameter", "bind", "bind_params"]


@frozen
class Bound:
    """The arguments of one call.

    `options` are values of the language in the order of the specification, without the defaults; None
    when something is wrong or waits for a param. `component` is there when it could be built, which
    does not need the `path` of a reader or exporter. `values` are the options with `UNKNOWN` for what waits.
    """

    options: tuple[tuple[str, object], ...] | None
    component: Component | None
    wrong: bool = False
    values: tuple[tuple[str, object], ...] = ()


def bind(call: tree.Call, spec: ComponentSpec, scope: Scope, findings: Findings) -> Bound:
    """Match the arguments of a call with the options of a component, and build it."""
    parameters = tuple(
        Parameter(
            o.name,
            o.type,
            required=o.required,
            doc=o.doc,
            primary=o.primary,
            secret=o.secret,
            renamed=o.facts.deprecated if o.facts else None,
        )
        for o in spec.options
    )
    given = match(call, parameters, spec.path, scope, findings)
    if given is None:
        return Bound(None, None, wrong=True)
    waiting = {name for name, (_, typed) in given.items() if not typed.known}
    values = {o.name: given[o.name][1].value for o in spec.options if o.name in given}
    component = None
    if not waiting - {o.name for o in spec.options if o.facts is None}:
        component = _build(call, spec, {k: v for k, v in values.items() if k not in waiting}, given, findings)
        if component is None:
            return Bound(None, None, wrong=True)
    found = tuple(values.items())
    return Bound(None if waiting else found, component, values=found)


def _build(
    call: tree.Call,
    spec: ComponentSpec,
    values: Mapping[str, object],
    given: Given,
    findings: Findings,
) -> Component | None:
    try:
        return build(spec, values)
    except OptionError as error:
        code = {"range": "DF0304", "component": "DF0304", "missing": "DF0302"}.get(error.kind, "DF0303")
        option = spec.option(error.option)
        help_ = f"`{option.name}`: {option.doc}" if option else None
        node = given[error.option][0].value if error.option in given else None
        at = _culprit(node, error.message) if node is not None else call.args_span or call.span
        findings.add(code, error.message, at, help=help_)
        return None


def _culprit(node: tree.Expr, message: str) -> Span:
    """Return the place of the one text in a list or map that a message names, else that of the whole."""
    items = [pair.value for pair in node.pairs] if isinstance(node, tree.MapExpr) else []
    items = list(node.items) if isinstance(node, tree.ListExpr) else items
    named = [i for i in items if isinstance(i, tree.Text) and i.value and quote(i.value) in message]
    return named[0].span if len(named) == 1 else node.span


def bind_params(
    call: tree.Call, parameters: Sequence[Parameter], owner: str, scope: Scope, findings: Findings
) -> dict[str, Binding] | None:
    """Match the arguments of a call with declared params; None when something is wrong.

    The result has every param, with the default where nothing was given.
    """
    given = match(call, parameters, owner, scope, findings)
    if given is None:
        return None
    return {
        p.name: Binding(p.type, given[p.name][1].value if p.name in given else p.default) for p in parameters
    }
