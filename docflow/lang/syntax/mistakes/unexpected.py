"""Everything else: what was found, after what, and what could stand there, in words."""

from docflow.errors import Diagnostic
from docflow.lang.syntax.automaton import Stack, kind_in
from docflow.lang.syntax.tokens import END, Token
from docflow.lang.syntax.trouble import Trouble, after

__all__ = ["describe", "explain"]

# What comes after a word or sign, when the word alone decides it.
_AFTER = {
    "USE": "the name of a plugin",
    "INCLUDE": "the file in quotes",
    "PARAM": "the name of the param and a colon",
    "SECRET": "the name of the secret",
    "LET": "a name",
    "STAGE": "the name of the stage",
    "FLOW": "the name of the flow",
    "TEST": "the name of the test in quotes",
    "DOCFLOW": "the version of the language",
    "FROM": "a source",
    "TO": "a sink",
    "VBAR": "a step",
    "AS": "a name",
    "ON": "`error`",
    "ERROR": "an outcome",
    "THEN": "an outcome",
    "ARROW": "an outcome",
    "DOT": "a name",
    "OF": "the stage or flow to test",
    "MOCK": "the name of a step",
    "SET": "a field such as `doc.long`",
    "TEE": "a block in braces",
}
_SHAPES = {
    "START": 'a pipeline begins with its source, as in `from files("*.txt") | ...`',
    "VBAR": "a step is written `| NAME(ARGUMENT: VALUE)`",
    "USE": 'a plugin is named as in `use news "~=1.0"`',
    "INCLUDE": 'a file is included as in `include "shared.flow" as shared`',
    "PARAM": "a param is declared as in `param min_words: int = 40`",
    "SECRET": 'a secret is declared as in `secret token = env("TOKEN")`',
    "LET": "a value is named as in `let limit = 40`",
    "STAGE": "a stage is written `stage NAME(PARAM: TYPE) { | STEP ... }`",
    "FLOW": "a flow is written `flow NAME { from SOURCE | STEP ... }`",
    "TEST": 'a test is written `test "NAME" of STAGE { given TEXT then CONDITION }`',
    "DOCFLOW": "the first line of a file may be `docflow 1`",
    "FROM": 'sources are named as in `from files("*.txt"), jsonl("more.jsonl")`',
    "TO": 'a sink is named as in `| to jsonl("out.jsonl")`',
    "ON": "an error is handled as in `on error retry(2, wait: 5s) then skip`",
    "ERROR": "the outcomes are `fail`, `skip`, `drop`, `quarantine(REASON)` and `retry(TIMES)`",
    "ROUTE": "a route is written `route { when CONDITION { ... } else => keep }`",
    "WHEN": "a condition is written `when CONDITION { ... }`, in a route also `when CONDITION => OUTCOME`",
    "TEE": "a copy is sent aside with `tee { ... }`",
    "EXPECT": 'an expectation is written `expect CONDITION else drop("REASON")`',
    "SET": "a field is set as in `set doc.long = doc.words > 1_000`",
    "WITH": "`with` is followed by arguments, as in `with workers: 4`",
    "GIVEN": 'a test is given a text, as in `given "Some text" with lang: "en"`',
    "MOCK": 'a step is replaced as in `mock langid.detect = {lang: "en"}`',
    "ELSE": "after `else` stands an outcome, or a block in `when` and `route`",
    "DROP": 'documents are dropped with `drop when CONDITION` or `drop("REASON")`',
}
# Groups of terminals, the first that fits names the whole group.
_GROUPS = (
    ("an argument", frozenset({"KEY", "NUMBER"})),
    ("a value", frozenset({"NUMBER", "STRING"})),
    ("a key with a colon", frozenset({"KEY", "STRING"})),
    ("a name", frozenset({"NAME"})),
    ("a name with a colon", frozenset({"KEY"})),
    ("a text in quotes", frozenset({"STRING"})),
    ("a number", frozenset({"NUMBER"})),
    ("`{`", frozenset({"LBRACE"})),
    ("`=>`", frozenset({"ARROW"})),
    ("a comma", frozenset({"COMMA"})),
    ("`)`", frozenset({"RPAR"})),
    ("`]`", frozenset({"RSQB"})),
    ("`=`", frozenset({"EQUAL"})),
    ("a colon", frozenset({"COLON"})),
    ("`where`", frozenset({"WHERE"})),
    ("`as`", frozenset({"AS"})),
    ("`of`", frozenset({"OF"})),
    ("`error`", frozenset({"ERROR"})),
    ("an arm (`when` or `else`)", frozenset({"WHEN", "ELSE"})),
    ("`when`", frozenset({"WHEN"})),
    ("`from`", frozenset({"FROM"})),
    ("the next step (`|`)", frozenset({"VBAR"})),
    ("`given`, `mock` or `then`", frozenset({"GIVEN", "MOCK"})),
    ("`}`", frozenset({"RBRACE"})),
    ("`else`", frozenset({"ELSE"})),
    ("an item such as `flow`", frozenset({"FLOW", "LET"})),
)


def explain(trouble: Trouble) -> Diagnostic:
    """Say in plain words that the token cannot stand here, and what could."""
    token, previous = trouble.token, trouble.previous
    found = describe(token)
    construct = _construct(trouble)
    if token.kind == "NAME" and token.text == "docflow":
        return Diagnostic(
            "DF0101",
            "`docflow` with the version stands once, as the first line of a file",
            token.span,
            "move the line to the top, or delete it where there is one already",
        )
    return Diagnostic(
        "DF0101",
        f"expected {_expected(trouble)}{_place(trouble, previous)}, found {found}",
        after(previous.span) if previous is not None and _ends_early(trouble) else token.span,
        _advice(trouble) or _SHAPES.get(construct),
    )


def _advice(trouble: Trouble) -> str | None:
    """What to write instead, where people who come from other languages stumble."""
    token, previous = trouble.token, trouble.previous
    top = previous is None or trouble.new_line
    if top and token.kind in ("NAME", "KEY") and token.text.lower() in _ITEMS_ELSEWHERE:
        return _SHAPES[_ITEMS_ELSEWHERE[token.text.lower()]]
    if token.kind == "COLON" and trouble.near(1).span.line > token.span.line:
        return "a block stands in braces, `{` and `}`, whatever its indentation"
    if previous is None:
        return None
    if trouble.near(-2).kind == "ARROW":
        return "`=>` takes one outcome; steps stand in a block: `{ | to ... }`"
    if previous.kind == "TAGGED" and previous.text.startswith('f"') and "{" in previous.text:
        return "inside an f-text a quote gets a backslash"
    return None


def _ends_early(trouble: Trouble) -> bool:
    """Whether the mistake is at the end of the line before: what stands there is not complete."""
    return trouble.token.kind == END or (trouble.new_line and not trouble.expected() & _COMPLETE)


_ITEMS_ELSEWHERE = {
    "variable": "PARAM", "var": "PARAM", "params": "PARAM", "parameter": "PARAM", "args": "PARAM",
    "locals": "LET", "local": "LET", "const": "LET", "def": "STAGE", "fn": "STAGE", "function": "STAGE",
    "module": "INCLUDE", "import": "USE", "select": "START", "input": "START", "inputs": "START",
    "source": "START", "pipeline": "FLOW", "workflow": "FLOW", "job": "FLOW", "process": "STAGE",
    "steps": "VBAR", "output": "TO", "outputs": "TO",
}  # fmt: skip
"""How other languages begin what stands at the top of a file, and what is written here instead."""


_COMPLETE = {"VBAR", "RBRACE", "FLOW", "WHEN", "FROM", "GIVEN", "COMMA"}
"""One of these may follow where a step, arm, setting, clause, item or argument is complete."""


def describe(token: Token) -> str:
    """Name a token as a reader would."""
    if token.kind == END:
        return "the end of the file"
    if token.kind == "TEXT":
        return "a text block"
    if token.kind == "STRING":
        return f"the text `{token.text}`" if len(token.text) <= 32 else "a text"
    if token.kind == "NUMBER":
        return f"the number `{token.text}`"
    if len(token.text) > 40:
        return f"`{token.text[:39]}…`"
    return f"`{token.text}`"


def _place(trouble: Trouble, previous: Token | None) -> str:
    if previous is None:
        return " at the start of the file"
    if previous.kind in ("STRING", "TEXT") and len(previous.text) > 32:
        return " after this text" if previous.kind == "STRING" else " after this text block"
    text, at = previous.text, trouble.index - 2
    while at > 0 and trouble.tokens[at].kind == "DOT":  # a dotted name is named as a whole
        text = f"{trouble.tokens[at - 1].text}.{text}"
        at -= 2
    text = text if len(text) <= 40 else text[:39] + "…"
    return f" after `{text}`"


def _expected(trouble: Trouble) -> str:
    if not trouble.index:
        return "`from` or an item such as `flow`"
    if trouble.index:
        decided = _AFTER.get(trouble.kind(trouble.index - 1)) or _by_construct(trouble)
        if decided and not (decided == "an outcome" and "NUMBER" in trouble.expected()):
            return decided
    possible = trouble.expected()
    if "VBAR" in possible and "FLOW" in possible:
        possible = possible & {"VBAR", "FLOW", "COMMA", "RPAR"}
    elif "FLOW" in possible and "LET" in possible:
        possible = possible & {"FLOW", "LET", "EQUAL", "WHERE", "AS"}
    if "VBAR" in possible:
        possible = possible - {"AS"}
    words: list[str] = []
    for phrase, group in _GROUPS:
        if group <= possible:
            words.append(phrase)
            possible = possible - (_STARTS | {"KEY"} if "NUMBER" in group and "STRING" in possible else group)
    if not words and "LPAR" in possible:
        return "`(`"
    return _any_of(words[:3]) if words else "something else"


# The terminals with which a value can begin: one phrase stands for all of them.
_STARTS = frozenset(
    {
        "NUMBER",
        "STRING",
        "TEXT",
        "TAGGED",
        "NAME",
        "LPAR",
        "LSQB",
        "LBRACE",
        "MINUS",
        "NOT",
        "TRUE",
        "FALSE",
        "NULL",
    }
)


def _by_construct(trouble: Trouble) -> str | None:
    kind, possible = trouble.kind(trouble.index - 1), trouble.expected()
    if kind == "ELSE":
        if "LBRACE" not in possible:
            return "an outcome"
        return "a block or `=>`" if "ARROW" in possible else "a block in braces"
    if kind == "EQUAL" and _construct(trouble) == "SECRET":
        return "where the secret comes from"
    return None


def _any_of(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _construct(trouble: Trouble) -> str:
    """The word that began the innermost construct being written, START at the top of a file."""
    stack: Stack | None = trouble.stacks[trouble.index]
    while stack is not None and stack.below is not None:
        if isinstance(stack.value, Token) and stack.value.kind in ("NAME", "KEY"):
            kind = kind_in(trouble.tables, stack.below.state, stack.value)
            if kind in _SHAPES:
                return kind
        if isinstance(stack.value, Token) and stack.value.kind == "VBAR":
            return "VBAR"
        stack = stack.below
    return "START"
