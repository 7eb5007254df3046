"""Misspelt and borrowed words: `rotue {`, `flwo x {`, `import "x"`."""

from docflow.errors import Diagnostic, Fix
from docflow.lang.suggest import distance, nearest
from docflow.lang.syntax.tokens import Token
from docflow.lang.syntax.trouble import Mend, Trouble, before
from docflow.value import evolve

__all__ = ["find"]

# Words of other languages, and what is meant where they stand.
_BORROWED = {
    "assert": ("expect", "then"),
    "expect": ("then",),
    "should": ("then",),
    "unless": ("when",),
    "case": ("when",),
    "_": ("else",),
    "const": ("let",),
    "def": ("stage",),
    "default": ("else",),
    "elif": ("when",),
    "elsif": ("when",),
    "filter": ("expect",),
    "where": ("expect",),
    "select": ("expect",),
    "fn": ("stage",),
    "function": ("stage",),
    "if": ("when",),
    "import": ("use", "include"),
    "input": ("from", "given"),
    "job": ("flow",),
    "macro": ("stage",),
    "match": ("route", "matches"),
    "otherwise": ("else",),
    "output": ("to", "then"),
    "pipeline": ("flow",),
    "read": ("from",),
    "require": ("use", "expect"),
    "sink": ("to",),
    "source": ("from",),
    "split": ("tee",),
    "switch": ("route",),
    "task": ("flow",),
    "var": ("let",),
    "write": ("to",),
}
_COMPARISONS = {
    "is": "==",
    "equals": "==",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "gt": ">",
    "le": "<=",
    "ge": ">=",
}
_UNLIKE = {"filter", "where", "select", "unless"}
"""Words that name what is kept, while a bare `expect` stops the run: people must choose the outcome."""

_BLOCK_WORDS = {"when", "route", "tee"}
_TOP_WORDS = {"docflow", "use", "include", "param", "secret", "let", "stage", "flow", "test"}


def find(trouble: Trouble) -> Mend | None:
    """Recognise a word that must be another one: the wrong token itself, or one of the two before it."""
    for at in range(trouble.index, max(trouble.index - 3, -1), -1):
        token = trouble.tokens[at]
        if token.kind in ("NAME", "KEY") and not _after_dot(trouble, at):
            meant = _meant(trouble, at)
            if meant is not None:
                return _mend(trouble, at, meant)
    return None


def _after_dot(trouble: Trouble, at: int) -> bool:
    return at > 0 and trouble.tokens[at - 1].kind == "DOT"


def _meant(trouble: Trouble, at: int) -> list[Token] | None:
    """Return what is read in the place of a word: another word, with the `|` of its step if it lacks it."""
    token = trouble.tokens[at]
    if at < trouble.index and trouble.kind(at) not in ("NAME", "KEY"):
        return None  # it was taken for a word of the language already
    back = trouble.index - at
    possible = trouble.expected(back)
    words = [word for word, kind in trouble.tables.words.items() if kind in possible]
    near = nearest(token.text, words) or _short(token.text, words)
    borrowed = [word for word in _BORROWED.get(token.text.lower(), ()) if word in words]
    if at and trouble.tokens[at - 1].text == "drop" and token.text.lower() in ("where", "if", "unless"):
        near, borrowed = None, ["when"]
    tries = [Token("NAME", word, token.span) for word in ([near] if near else []) + borrowed]
    if token.text.lower() in _COMPARISONS and "CMP" in possible:
        tries.append(Token("CMP", _COMPARISONS[token.text.lower()], token.span))
    piped = [Token("VBAR", "|", before(token.span)), Token("NAME", "expect", token.span)]
    if "expect" in borrowed and trouble.gain(at, 1, piped) > trouble.gain(at, 1, piped[1:]):
        return piped
    need = 2 if back and trouble.token.kind != "LBRACE" else 1  # a brace can only belong to a block word
    return next(([each] for each in tries if trouble.holds(at, 1, [each], need)), None)


def _short(text: str, words: list[str]) -> str | None:
    """A word of three letters that has lost one: `et` for `let`; only trials can say so."""
    return next(
        (word for word in words if len(word) == 3 > len(text) > 1 and distance(text, word) == 1), None
    )


def _mend(trouble: Trouble, at: int, put: list[Token]) -> Mend:
    token, meant = trouble.tokens[at], put[-1]
    return Mend(
        Diagnostic(
            "DF0108",
            f"unknown {_kind(meant)} `{token.text}`, did you mean `{meant.text}`?",
            token.span,
            _SAYS.get(meant.text),
            fix=None
            if token.text.lower() in _UNLIKE
            else Fix(f"write `{meant.text}`", token.span, meant.text),
        ),
        at,
        1,
        (*put[:-1], evolve(meant, span=token.span)),
    )


def _kind(meant: Token) -> str:
    if meant.kind == "CMP":
        return "comparison"
    if meant.text in _BLOCK_WORDS:
        return "block word"
    return "top-level word" if meant.text in _TOP_WORDS else "word"


_SAYS = {
    "route": "`route { when ... { } else { } }` sends each document into the first arm that fits",
    "when": "`when CONDITION { ... }` applies its steps to the documents for which the condition holds",
    "expect": '`expect CONDITION else drop("REASON")` keeps the documents for which the condition holds',
    "tee": "`tee { ... }` sends a copy of each document into its block",
    "to": '`to` names the sink, as in `| to jsonl("out.jsonl")`',
    "from": '`from` names the source, as in `from files("*.txt")`',
    "use": '`use NAME` names a plugin, `include "FILE" as NAME` another flow file',
}
