"""The values of a file's params, lets and secrets, and of a stage's params."""

from collections.abc import Iterator, Mapping

from attrs import define, field

from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.check.module import Module
from docflow.lang.check.names import StageOf
from docflow.lang.check.secrets import secret_of
from docflow.lang.check.values import REFUSED, Unfit, Values, value_of
from docflow.lang.findings import Findings
from docflow.lang.suggest import nearest
from docflow.lang.typing.arguments import Parameter, bind_params
from docflow.lang.typing.expressions import condition, type_of_expr
from docflow.lang.typing.fitting import fit
from docflow.lang.typing.formats import cut
from docflow.lang.typing.scope import Binding, Scope
from docflow.lang.typing.typed import UNKNOWN
from docflow.lang.typing.types import read_type, with_article
from docflow.model import ANY, TEXT
from docflow.value import evolve

__all__ = ["bind_file", "bind_stage", "names_in"]


def bind_file(module: Module, values: Values | None, given: Mapping[str, Binding]) -> None:
    """Give every param, let and secret of a file its type and value.

    `values` None leaves params without a default unknown; `given` replaces params (a test's arguments).
    """
    work = _Binder(module, values, dict(given))
    for name, symbol in module.symbols.items():
        if isinstance(symbol.item, _VALUED):
            work.resolve(name)
    module.names = work.done
    for name, symbol in module.symbols.items():
        if isinstance(symbol.item, tree.Param) and symbol.item.where is not None:
            _check_where(name, symbol.item, symbol.item.where, work)
    if values is not None:
        _unknown_values(module, values)


_VALUED = (tree.Param, tree.Let, tree.Secret)


@define(eq=False, repr=False)
class _Binder:
    """Resolves names in the order of their dependence, whatever their order in the file."""

    module: Module
    values: Values | None
    given: dict[str, Binding]
    done: dict[str, Binding] = field(factory=dict)
    doing: list[str] = field(factory=list)

    def resolve(self, name: str) -> None:
        """Bind a name, after the names that it needs."""
        symbol = self.module.symbols.get(name)
        if name in self.done or symbol is None or not isinstance(symbol.item, _VALUED):
            return
        if name in self.doing:
            self._circle(name, symbol.span)
            return
        self.doing.append(name)
        for needed in _needs(symbol.item):
            self.resolve(needed)
        self.doing.pop()
        if name not in self.done:
            self.done[name] = self._bind(symbol.item)

    def _circle(self, name: str, span: Span) -> None:
        way = " -> ".join([*self.doing[self.doing.index(name) :], name])
        self.module.findings.add(
            "DF0202",
            f"`{name}` is defined through itself: {way}",
            span,
            help="give one of them a value of its own",
        )
        for each in self.doing[self.doing.index(name) :]:
            self.module.use(each)
            self.done[each] = Binding(ANY, span=span)

    def scope(self) -> Scope:
        """What defaults, lets and conditions of params may see."""
        return self.module.scope(self.done)

    def _bind(self, item: tree.Param | tree.Let | tree.Secret) -> Binding:
        findings = self.module.findings
        if isinstance(item, tree.Let):
            typed = type_of_expr(item.value, self.scope(), findings)
            return Binding(typed.type, typed.value, "let", item.name_span)
        if isinstance(item, tree.Secret):
            return Binding(TEXT, secret_of(item, findings), "secret", item.name_span)
        return self._param(item)

    def _param(self, item: tree.Param) -> Binding:
        type_ = read_type(item.type, self.module.findings)
        value: object = UNKNOWN
        if item.default is not None:
            what = f"the default of `{item.name}`"
            value = fit(item.default, type_, self.scope(), self.module.findings, what).value
        if type_ == ANY:  # there is no such type, so nothing is known of the value either
            value = UNKNOWN
        if item.name in self.given:
            return self.given[item.name]
        if self.values is not None and self.values.has(item.name):
            made = value_of(self.values, item.name, type_)
            if not isinstance(made, Unfit):
                return Binding(type_, made, "param", item.name_span)
            self.module.findings.add(REFUSED, made.message, item.name_span, help=made.help)
            return Binding(type_, UNKNOWN, "param", item.name_span)
        if value is UNKNOWN and self.values and not self.values.partial and item.default is None:
            self.module.findings.add(
                REFUSED,
                f"the param `{item.name}` needs a value: {with_article(type_)}",
                item.name_span,
                help=f"give it on the command line: --set {item.name}=...",
            )
        return Binding(type_, value, "param", item.name_span)


def _needs(item: object) -> Iterator[str]:
    if isinstance(item, tree.Let):
        yield from names_in(item.value)
    elif isinstance(item, tree.Param) and item.default is not None:
        yield from names_in(item.default)


def names_in(node: object) -> Iterator[str]:
    """Yield the bare names of an expression, those inside f-texts too."""
    if isinstance(node, tree.Name):
        yield node.name
    elif isinstance(node, tree.Tagged):
        for piece in (cut(node, Findings()) or ()) if node.tag == "f" else ():
            yield from names_in(piece)
    elif isinstance(node, (tuple, list)):
        for item in node:
            yield from names_in(item)
    elif not isinstance(node, Span):
        for name in getattr(node, "__match_args__", ()):
            yield from names_in(getattr(node, name, None))


def _check_where(name: str, item: tree.Param, where: tree.Expr, work: _Binder) -> None:
    findings = work.module.findings
    used = name in findings.used
    typed = condition(where, work.scope(), findings)
    if not used:
        findings.used.discard(name)
    if typed.value is not False:
        return
    text = " ".join(work.module.program.text[where.span.start : where.span.end].split())
    if work.values is not None and work.values.has(name):
        findings.add(REFUSED, f"the value of `{name}` is not allowed: `{text}` does not hold", item.name_span)
        work.done[name] = evolve(work.done[name], value=UNKNOWN)
    elif item.default is not None and name not in work.given:
        findings.add(
            "DF0304", f"the default of `{name}` is not allowed: `{text}` does not hold", item.default.span
        )


def _unknown_values(module: Module, values: Values) -> None:
    params = [name for name, s in module.symbols.items() if s.kind == "param"]
    for name in values.names():
        if name in params:
            continue
        hint = nearest(name, params)
        listed = "its params are " + ", ".join(params) if params else "it has no params"
        secret = name in module.symbols and module.symbols[name].kind == "secret"
        module.findings.add(
            REFUSED,
            f"this file has no param `{name}`"
            + (": it is a secret, which comes from its provider" if secret else ""),
            Span(module.program.file, 0, 0, 1, 1, 1, 1) if not secret else module.symbols[name].span,
            help=f"did you mean `--set {hint}=...`?" if hint else listed,
        )


# --------------------------------------------------------------------------------------------- stages


def bind_stage(call: tree.Call, target: StageOf, scope: Scope, findings: Findings) -> dict[str, Binding]:
    """Return the params of a stage with the values of a call; unknown ones after a mistake."""
    home = target.module
    parameters = []
    for param in target.stage.params:
        type_ = read_type(param.type, home.findings)
        default: object = UNKNOWN
        if param.default is not None:
            what = f"the default of `{param.name}`"
            default = fit(param.default, type_, home.scope(home.lets), home.findings, what).value
        if type_ == ANY:
            default = UNKNOWN
        parameters.append(Parameter(param.name, type_, param.default is None, default))
    bound = bind_params(call, parameters, call.path.text, scope, findings)
    if bound is None:
        return {p.name: Binding(p.type) for p in parameters}
    return bound
