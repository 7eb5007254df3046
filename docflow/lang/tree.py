"""The syntax tree of a flow file: what was written, each node with its span, nothing resolved yet."""

from attrs import field, frozen

from docflow.errors import Span

__all__ = [
    "Access",
    "Action",
    "Arg",
    "Arm",
    "Binary",
    "Block",
    "Boolean",
    "Broken",
    "Call",
    "Comment",
    "Drop",
    "Expect",
    "Expr",
    "Flow",
    "Gate",
    "Given",
    "Include",
    "Item",
    "Language",
    "Let",
    "ListExpr",
    "MapExpr",
    "Mock",
    "Name",
    "Null",
    "Number",
    "OnError",
    "Outcome",
    "Pair",
    "Param",
    "Path",
    "Pipeline",
    "Program",
    "Route",
    "Secret",
    "Set",
    "Sink",
    "Source",
    "Stage",
    "Step",
    "Tagged",
    "Tee",
    "Test",
    "Text",
    "Then",
    "TypeExpr",
    "Unary",
    "Use",
    "When",
    "With",
]


@frozen
class Comment:
    """A comment, with its `#`; kept in order of the file."""

    span: Span
    text: str


# --------------------------------------------------------------------------------------- expressions


@frozen
class Name:
    """A bare name in an expression: a param, a let, or a root (`doc`, `run`, `sink`)."""

    span: Span
    name: str


@frozen
class Number:
    """A number with its suffix, as written: `1_000`, `10MB`, `20%`; `suffix` is "" without one."""

    span: Span
    digits: str
    suffix: str


@frozen
class Text:
    """A text literal, decoded; `block` for a triple-quoted one (raw there, indentation removed)."""

    span: Span
    value: str
    block: bool = False


@frozen
class Tagged:
    """A tagged literal `tag"body"flags`; `body` is raw, `body_start` the offset of its first character."""

    span: Span
    tag: str
    body: str
    flags: str
    body_start: int


@frozen
class Boolean:
    """`true` or `false`."""

    span: Span
    value: bool


@frozen
class Null:
    """`null`."""

    span: Span


@frozen
class ListExpr:
    """`[a, b]`."""

    span: Span
    items: tuple["Expr", ...]


@frozen
class Pair:
    """`key: value` in a map; the key was a name or a text."""

    span: Span
    key: str
    key_span: Span
    value: "Expr"


@frozen
class MapExpr:
    """`{a: 1}`."""

    span: Span
    pairs: tuple[Pair, ...]


@frozen
class Unary:
    """`not x` or `-x`."""

    span: Span
    op: str
    operand: "Expr"


@frozen
class Binary:
    """Any two-sided operator: or and == != < <= > >= in `not in` matches + - * / ??."""

    span: Span
    op: str
    op_span: Span
    left: "Expr"
    right: "Expr"


@frozen
class Access:
    """`of.name` (or `of."odd name"`)."""

    span: Span
    of: "Expr"
    name: str
    name_span: Span


@frozen
class Path:
    """A dotted name: `news.residue`, `doc.long`."""

    span: Span
    names: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The path as written."""
        return ".".join(self.names)


@frozen
class Arg:
    """`name: value` or a positional value (`name` is None)."""

    span: Span
    name: str | None
    name_span: Span | None
    value: "Expr"


@frozen
class Call:
    """`path(args)`; `args_span` covers the parentheses, None when they were left out."""

    span: Span
    path: Path
    args: tuple[Arg, ...]
    args_span: Span | None = None


Expr = Name | Number | Text | Tagged | Boolean | Null | ListExpr | MapExpr | Unary | Binary | Access | Call


# --------------------------------------------------------------------------------------------- steps


@frozen
class Outcome:
    """`outcome [then outcome]`."""

    span: Span
    first: Call
    then: Call | None


@frozen
class OnError:
    """`on error outcome`."""

    span: Span
    outcome: Outcome


@frozen
class Block:
    """`{ steps }`; the span covers the braces."""

    span: Span
    steps: tuple["Step", ...]


@frozen
class When:
    """`when cond { } else { }`."""

    span: Span
    condition: Expr
    then: Block
    otherwise: Block | None


@frozen
class Arm:
    """`when cond target`, or `else target` when `condition` is None. The target is a block or one call."""

    span: Span
    condition: Expr | None
    target: Block | Call


@frozen
class Route:
    """`route [all] { arms }`; the else arm, if any, is last. `head` spans the word(s)."""

    span: Span
    head: Span
    every: bool
    arms: tuple[Arm, ...]


@frozen
class Tee:
    """`tee { } ...`."""

    span: Span
    branches: tuple[Block, ...]


@frozen
class Expect:
    """`expect cond [else outcome]` as a step."""

    span: Span
    condition: Expr
    otherwise: Outcome | None


@frozen
class Set:
    """`set doc.x = expr`."""

    span: Span
    target: Path
    value: Expr


@frozen
class Sink:
    """`to call`."""

    span: Span
    call: Call


@frozen
class Drop:
    """`drop when cond`; `drop`, `drop("reason")` as a step is a Call."""

    span: Span
    condition: Expr


@frozen
class Broken:
    """A step that could not be parsed; a diagnostic stands for it and later checks are lenient."""

    span: Span


Action = Call | When | Route | Tee | Expect | Set | Sink | Drop | Broken


@frozen
class Step:
    """`| action [as name] [on error outcome]`."""

    span: Span
    action: Action
    alias: str | None = None
    alias_span: Span | None = None
    on_error: OnError | None = None


# --------------------------------------------------------------------------------------------- items


@frozen
class Language:
    """`docflow 1`."""

    span: Span
    version: Number


@frozen
class Use:
    """`use name "specifier" as alias`."""

    span: Span
    name: str
    name_span: Span
    specifier: Text | None
    alias: str | None
    alias_span: Span | None


@frozen
class Include:
    """`include "file" as name`."""

    span: Span
    path: Text
    alias: str | None
    alias_span: Span | None


@frozen
class TypeExpr:
    """A type as written: `list[text]?`, `enum["a"]`."""

    span: Span
    name: str
    args: tuple["TypeExpr | Text", ...]
    optional: bool


@frozen
class Param:
    """`param name: type = default where cond`; also a parameter of a stage (without `where`)."""

    span: Span
    name: str
    name_span: Span
    type: TypeExpr
    default: Expr | None
    where: Expr | None = None


@frozen
class Secret:
    """`secret name = env("X")`."""

    span: Span
    name: str
    name_span: Span
    provider: Call


@frozen
class Let:
    """`let name = expr`."""

    span: Span
    name: str
    name_span: Span
    value: Expr


@frozen
class Stage:
    """`stage name(params) { steps }`."""

    span: Span
    name: str
    name_span: Span
    params: tuple[Param, ...]
    body: Block


@frozen
class Source:
    """`from call, call`."""

    span: Span
    calls: tuple[Call, ...]


@frozen
class Gate:
    """`expect cond [else outcome]` after the last step."""

    span: Span
    condition: Expr
    otherwise: Outcome | None


@frozen
class Pipeline:
    """`from ... | ... expect ...`: the body of a flow, or the anonymous flow of a file."""

    span: Span
    source: Source
    steps: tuple[Step, ...]
    gates: tuple[Gate, ...]


@frozen
class With:
    """`with name: value, ...`."""

    span: Span
    args: tuple[Arg, ...]


@frozen
class Flow:
    """`flow name { settings pipeline }`; `pipeline` is None when it could not be parsed."""

    span: Span
    name: str
    name_span: Span
    settings: tuple[With | OnError, ...]
    pipeline: Pipeline | None


@frozen
class Given:
    """`given expr with field: value, ...`."""

    span: Span
    value: Expr
    fields: tuple[Arg, ...]


@frozen
class Mock:
    """`mock step = value`."""

    span: Span
    step: Path
    value: Expr


@frozen
class Then:
    """`then expr`; `then snapshot("n")` is a Call."""

    span: Span
    condition: Expr


@frozen
class Test:
    """`test "name" of target { ... }`."""

    __test__ = False  # not a pytest class

    span: Span
    name: Text
    target: Call
    clauses: tuple[Given | Mock | Then, ...]


Item = Use | Include | Param | Secret | Let | Stage | Flow | Pipeline | Test


@frozen
class Program:
    """A whole file; `broken` says that parts were skipped, so absence of a name proves nothing."""

    file: str
    text: str = field(repr=False)
    language: Language | None
    items: tuple[Item, ...]
    comments: tuple[Comment, ...]
    broken: bool = False
