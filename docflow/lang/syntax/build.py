"""The tree builder: one function for every rule of flow.lark that makes an item or a step.

Kids are tokens, nodes and parts in the order of the text, repetitions spliced in.
"""

from collections.abc import Callable
from typing import Any

from docflow.errors import Diagnostic
from docflow.lang import tree
from docflow.lang.syntax.build_values import VALUES
from docflow.lang.syntax.kids import Findings, Kids, Part, named, nodes, part, spanning, word
from docflow.lang.syntax.literals import number, string
from docflow.lang.syntax.tokens import Token

__all__ = ["TreeBuilder"]


class TreeBuilder:
    """Builds nodes for the automaton; what is wrong inside a literal gathers in `findings`."""

    def __init__(self) -> None:
        self.findings: list[Diagnostic] = []

    def __call__(self, rule: str, kids: Kids) -> Any:
        """Return the node of a rule from its kids."""
        return _BUILDERS[rule](kids, self.findings)


def _start(kids: Kids, _: Findings) -> tuple[Any, ...]:
    return tuple(nodes(kids))


def _language(kids: Kids, _: Findings) -> tree.Language:
    return tree.Language(spanning(kids), number(word(kids, 1)))


def _use(kids: Kids, findings: Findings) -> tree.Use:
    name = word(kids, 1)
    specifier = next((kid for kid in kids if isinstance(kid, Token) and kid.kind == "STRING"), None)
    text = _text(specifier, findings) if specifier else None
    return tree.Use(spanning(kids), name.text, name.span, text, *named(kids))


def _include(kids: Kids, findings: Findings) -> tree.Include:
    return tree.Include(spanning(kids), _text(word(kids, 1), findings), *named(kids))


def _param(kids: Kids, _: Findings) -> tree.Param:
    key = next(kid for kid in kids if isinstance(kid, Token) and kid.kind == "KEY")
    kind = next(kid for kid in kids if isinstance(kid, tree.TypeExpr))
    return tree.Param(spanning(kids), key.text, key.span, kind, part(kids, "default"), part(kids, "where"))


def _secret(kids: Kids, _: Findings) -> tree.Secret:
    name = word(kids, 1)
    return tree.Secret(spanning(kids), name.text, name.span, kids[3])


def _let(kids: Kids, _: Findings) -> tree.Let:
    name = word(kids, 1)
    return tree.Let(spanning(kids), name.text, name.span, kids[3])


def _stage(kids: Kids, _: Findings) -> tree.Stage:
    name = word(kids, 1)
    return tree.Stage(spanning(kids), name.text, name.span, part(kids, "signature") or (), kids[-1])


def _type(kids: Kids, findings: Findings) -> tree.TypeExpr:
    args = tuple(
        _text(kid, findings) if isinstance(kid, Token) else kid
        for kid in kids
        if isinstance(kid, tree.TypeExpr) or (isinstance(kid, Token) and kid.kind == "STRING")
    )
    optional = isinstance(kids[-1], Token) and kids[-1].kind == "OPT"
    return tree.TypeExpr(spanning(kids), word(kids, 0).text, args, optional)


def _flow(kids: Kids, _: Findings) -> tree.Flow:
    name = word(kids, 1)
    inner = list(nodes(kids))
    settings = tuple(node for node in inner if isinstance(node, tree.With | tree.OnError))
    pipeline = next((node for node in inner if isinstance(node, tree.Pipeline)), None)
    return tree.Flow(spanning(kids), name.text, name.span, settings, pipeline)


def _with(kids: Kids, _: Findings) -> tree.With:
    return tree.With(spanning(kids), tuple(nodes(kids)))


def _pipeline(kids: Kids, _: Findings) -> tree.Pipeline:
    steps = tuple(kid for kid in kids if isinstance(kid, tree.Step))
    gates = tuple(kid for kid in kids if isinstance(kid, tree.Gate))
    present = [kid for kid in kids if kid is not None]
    return tree.Pipeline(spanning(present), kids[0], steps, gates)


def _source(kids: Kids, _: Findings) -> tree.Source:
    return tree.Source(spanning(kids), tuple(nodes(kids)))


def _gate(kids: Kids, _: Findings) -> tree.Gate:
    return tree.Gate(spanning(kids), kids[1], part(kids, "otherwise"))


def _block(kids: Kids, _: Findings) -> tree.Block:
    return tree.Block(spanning(kids), tuple(nodes(kids)))


def _step(kids: Kids, _: Findings) -> tree.Step:
    on_error = kids[-1] if isinstance(kids[-1], tree.OnError) else None
    alias, alias_span = named(kids)
    return tree.Step(spanning(kids), kids[1], alias, alias_span, on_error)


def _on_error(kids: Kids, _: Findings) -> tree.OnError:
    return tree.OnError(spanning(kids), kids[2])


def _sink(kids: Kids, _: Findings) -> tree.Sink:
    return tree.Sink(spanning(kids), kids[1])


def _drop(kids: Kids, _: Findings) -> tree.Drop | tree.Call:
    drop = word(kids, 0)
    if len(kids) == 3:
        return tree.Drop(spanning(kids), kids[2])
    path = tree.Path(drop.span, ("drop",), (drop.span,))
    args = kids[1] if len(kids) == 2 else None
    return tree.Call(spanning(kids), path, args.value if args else (), args.span if args else None)


def _set(kids: Kids, _: Findings) -> tree.Set:
    return tree.Set(spanning(kids), kids[1], kids[3])


def _when(kids: Kids, _: Findings) -> tree.When:
    return tree.When(spanning(kids), kids[1], kids[2], part(kids, "else_block"))


def _route(kids: Kids, _: Findings) -> tree.Route:
    every = isinstance(kids[1], Token) and kids[1].kind == "NAME" and kids[1].text == "all"
    head = spanning(kids[: 2 if every else 1])
    arms = list(nodes(kids))
    if None in kids and not any(arm.condition is None for arm in arms):
        # An arm was given up: it may have been the `else`, so that nothing can be said about its absence.
        broken = kids[-1].span
        arms.append(tree.Arm(broken, None, tree.Block(broken, (tree.Step(broken, tree.Broken(broken)),))))
    return tree.Route(spanning(kids), head, every, tuple(arms))


def _arm(kids: Kids, _: Findings) -> tree.Arm:
    return tree.Arm(spanning(kids), kids[1], kids[2])


def _else_arm(kids: Kids, _: Findings) -> tree.Arm:
    return tree.Arm(spanning(kids), None, kids[1])


def _tee(kids: Kids, _: Findings) -> tree.Tee:
    return tree.Tee(spanning(kids), tuple(nodes(kids)))


def _expect(kids: Kids, _: Findings) -> tree.Expect:
    return tree.Expect(spanning(kids), kids[1], part(kids, "otherwise"))


def _outcome(kids: Kids, _: Findings) -> tree.Outcome:
    return tree.Outcome(spanning(kids), kids[0], kids[2] if len(kids) == 3 else None)


def _test(kids: Kids, findings: Findings) -> tree.Test:
    clauses = tuple(node for node in nodes(kids[4:]))
    return tree.Test(spanning(kids), _text(word(kids, 1), findings), kids[3], clauses)


def _given(kids: Kids, _: Findings) -> tree.Given:
    return tree.Given(spanning(kids), kids[1], part(kids, "fields") or ())


def _mock(kids: Kids, _: Findings) -> tree.Mock:
    return tree.Mock(spanning(kids), kids[1], kids[3])


def _then(kids: Kids, _: Findings) -> tree.Then:
    return tree.Then(spanning(kids), kids[1])


def _second(rule: str) -> Callable[[Kids, Findings], Part]:
    """A part whose value is the kid after the leading word."""
    return lambda kids, _: Part(rule, spanning(kids), kids[1])


def _all(rule: str) -> Callable[[Kids, Findings], Part]:
    """A part whose value is all nodes between its signs."""
    return lambda kids, _: Part(rule, spanning(kids), tuple(nodes(kids)))


def _text(token: Token, findings: Findings) -> tree.Text:
    read = string(token)
    findings.extend(read.findings)
    return read.node


_BUILDERS: dict[str, Callable[[Kids, Findings], Any]] = {
    **VALUES,
    "start": _start,
    "language": _language,
    "use": _use,
    "include": _include,
    "param": _param,
    "sig": _param,
    "secret": _secret,
    "let": _let,
    "stage": _stage,
    "type": _type,
    "flow": _flow,
    "with": _with,
    "pipeline": _pipeline,
    "source": _source,
    "gate": _gate,
    "block": _block,
    "step": _step,
    "on_error": _on_error,
    "sink": _sink,
    "drop": _drop,
    "set": _set,
    "when": _when,
    "route": _route,
    "arm": _arm,
    "else_arm": _else_arm,
    "arrow": lambda kids, _: kids[1],
    "tee": _tee,
    "expect": _expect,
    "outcome": _outcome,
    "test": _test,
    "given": _given,
    "mock": _mock,
    "then": _then,
    **{rule: _second(rule) for rule in ("default", "where", "alias", "else_block", "otherwise")},
    **{rule: _all(rule) for rule in ("signature", "fields", "args")},
}
