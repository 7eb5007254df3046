"""The syntax tree of a flow file: what was written, each node with its span, nothing resolved yet."""

import attrs
from attrs import field

from docflow.errors import Span
from docflow.lang.node import Node
from docflow.value import frozen

__all__ = [
    "Access", "Action", "Arg", "Arm", "Binary", "Block", "Boolean", "Broken", "Call", "Comment", "Drop",
    "Expect", "Expr", "Flow", "Gate", "Given", "Include", "Item", "Language", "Let", "ListExpr",
    "MapExpr", "Mock", "Name", "Node", "Null", "Number", "OnError", "Outcome", "Pair", "Param", "Path",
    "Pipeline", "Program", "Route", "Secret", "Set", "Sink", "Source", "Stage", "Step", "Tagged", "Tee",
    "Test", "Text", "Then", "TypeExpr", "Unary", "Use", "When", "With",
]  # fmt: skip


@frozen
class Comment(Node):
    """A comment, with its `#`; kept in order of the file."""

    span: Span
    text: str


# --------------------------------------------------------------------------------------- expressions


@frozen
class Name(Node):
    """A bare name in an expression: a param, a let, or a root (`doc`, `run`, `sink`)."""

    span: Span
    name: str


@frozen
class Number(Node):
    """A number with its suffix, as written: `1_000`, `10MB`, `20%`; `suffix` is "" without one."""

    span: Span
    digits: str
    suffix: str


@frozen
class Text(Node):
    """A text literal, decoded; `block` for a triple-quoted one (raw there, indentation removed)."""

    span: Span
    value: str
    block: bool = False


@frozen
class Tagged(Node):
    """A tagged literal `tag"body"flags`; `body` is raw, `body_start` the offset of its first character."""

    span: Span
    tag: str
    body: str
    flags: str
    body_start: int


@frozen
class Boolean(Node):
    """`true` or `false`."""

    span: Span
    value: bool


@frozen
class Null(Node):
    """`null`."""

    span: Span


@frozen
class ListExpr(Node):
    """`[a, b]`."""

    span: Span
    items: tuple["Expr", ...]


@frozen
class Pair(Node):
    """`key: value` in a map; the key was a name or a text."""

    span: Span
    key: str
    key_span: Span
    value: "Expr"


@frozen
class MapExpr(Node):
    """`{a: 1}`."""

    span: Span
    pairs: tuple[Pair, ...]


@frozen
class Unary(Node):
    """`not x` or `-x`."""

    span: Span
    op: str
    operand: "Expr"


@frozen
class Binary(Node):
    """Any two-sided operator: or and == != < <= > >= in `not in` matches + - * / ??."""

    span: Span
    op: str
    op_span: Span
    left: "Expr"
    right: "Expr"


@frozen
class Access(Node):
    """`of.name` (or `of."odd name"`)."""

    span: Span
    of: "Expr"
    name: str
    name_span: Span


@frozen
class Path(Node):
    """A dotted name: `news.residue`, `doc.long`."""

    span: Span
    names: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The path as written."""
        return ".".join(self.names)


@frozen
class Arg(Node):
    """`name: value` or a positional value (`name` is None)."""

    span: Span
    name: str | None
    name_span: Span | None
    value: "Expr"


@frozen
class Call(Node):
    """`path(args)`; `args_span` covers the parentheses, None when they were left out."""

    span: Span
    path: Path
    args: tuple[Arg, ...]
    args_span: Span | None = None


Expr = Name | Number | Text | Tagged | Boolean | Null | ListExpr | MapExpr | Unary | Binary | Access | Call


# --------------------------------------------------------------------------------------------- steps


@frozen
class Outcome(Node):
    """`outcome [then outcome]`."""

    span: Span
    first: Call
    then: Call | None


@frozen
class OnError(Node):
    """`on error outcome`."""

    span: Span
    outcome: Outcome


@frozen
class Block(Node):
    """`{ steps }`; the span covers the braces."""

    span: Span
    steps: tuple["Step", ...]


@frozen
class When(Node):
    """`when cond { } else { }`."""

    span: Span
    condition: Expr
    then: Block
    otherwise: Block | None


@frozen
class Arm(Node):
    """`when cond target`, or `else target` when `condition` is None. The target is a block or one call."""

    span: Span
    condition: Expr | None
    target: Block | Call


@frozen
class Route(Node):
    """`route [all] { arms }`; the else arm, if any, is last. `head` spans the word(s)."""

    span: Span
    head: Span
    every: bool
    arms: tuple[Arm, ...]


@frozen
class Tee(Node):
    """`tee { } ...`."""

    span: Span
    branches: tuple[Block, ...]


@frozen
class Expect(Node):
    """`expect cond [else outcome]` as a step."""

    span: Span
    condition: Expr
    otherwise: Outcome | None


@frozen
class Set(Node):
    """`set doc.x = expr`."""

    span: Span
    target: Path
    value: Expr


@frozen
class Sink(Node):
    """`to call`."""

    span: Span
    call: Call


@frozen
class Drop(Node):
    """`drop when cond`; `drop`, `drop("reason")` as a step is a Call."""

    span: Span
    condition: Expr


@frozen
class Broken(Node):
    """A step that could not be parsed; a diagnostic stands for it and later checks are lenient."""

    span: Span


Action = Call | When | Route | Tee | Expect | Set | Sink | Drop | Broken


@frozen
class Step(Node):
    """`| action [as name] [on error outcome]`."""

    span: Span
    action: Action
    alias: str | None = None
    alias_span: Span | None = None
    on_error: OnError | None = None


# --------------------------------------------------------------------------------------------- items


@frozen
class Language(Node):
    """`docflow 1`."""

    span: Span
    version: Number


@frozen
class Use(Node):
    """`use name "specifier" as alias`."""

    span: Span
    name: str
    name_span: Span
    specifier: Text | None
    alias: str | None
    alias_span: Span | None


@frozen
class Include(Node):
    """`include "file" as name`."""

    span: Span
    path: Text
    alias: str | None
    alias_span: Span | None


@frozen
class TypeExpr(Node):
    """A type as written: `list[text]?`, `enum["a"]`."""

    span: Span
    name: str
    args: tuple["TypeExpr | Text", ...]
    optional: bool


@frozen
class Param(Node):
    """`param name: type = default where cond`; also a parameter of a stage (without `where`)."""

    span: Span
    name: str
    name_span: Span
    type: TypeExpr
    default: Expr | None
    where: Expr | None = None


@frozen
class Secret(Node):
    """`secret name = env("X")`."""

    span: Span
    name: str
    name_span: Span
    provider: Call


@frozen
class Let(Node):
    """`let name = expr`."""

    span: Span
    name: str
    name_span: Span
    value: Expr


@frozen
class Stage(Node):
    """`stage name(params) { steps }`."""

    span: Span
    name: str
    name_span: Span
    params: tuple[Param, ...]
    body: Block


@frozen
class Source(Node):
    """`from call, call`."""

    span: Span
    calls: tuple[Call, ...]


@frozen
class Gate(Node):
    """`expect cond [else outcome]` after the last step."""

    span: Span
    condition: Expr
    otherwise: Outcome | None


@frozen
class Pipeline(Node):
    """`from ... | ... expect ...`: the body of a flow, or the anonymous flow of a file."""

    span: Span
    source: Source
    steps: tuple[Step, ...]
    gates: tuple[Gate, ...]


@frozen
class With(Node):
    """`with name: value, ...`."""

    span: Span
    args: tuple[Arg, ...]


@frozen
class Flow(Node):
    """`flow name { settings pipeline }`; `pipeline` is None when it could not be parsed."""

    span: Span
    name: str
    name_span: Span
    settings: tuple[With | OnError, ...]
    pipeline: Pipeline | None


@frozen
class Given(Node):
    """`given expr with field: value, ...`."""

    span: Span
    value: Expr
    fields: tuple[Arg, ...]


@frozen
class Mock(Node):
    """`mock step = value`."""

    span: Span
    step: Path
    value: Expr


@frozen
class Then(Node):
    """`then expr`; `then snapshot("n")` is a Call."""

    span: Span
    condition: Expr


@frozen
class Test(Node):
    """`test "name" of target { ... }`."""

    __test__ = False  # not a pytest class

    span: Span
    name: Text
    target: Call
    clauses: tuple[Given | Mock | Then, ...]


Item = Use | Include | Param | Secret | Let | Stage | Flow | Pipeline | Test


@attrs.frozen
class Program:
    """A whole file; `broken` says that parts were skipped, so absence of a name proves nothing."""

    file: str
    text: str = field(repr=False)
    language: Language | None
    items: tuple[Item, ...]
    comments: tuple[Comment, ...]
    broken: bool = False
