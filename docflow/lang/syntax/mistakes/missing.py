"""A word, sign or name that is missing, and that can be thought of as there."""

from docflow.errors import Diagnostic, Fix
from docflow.lang.syntax.mistakes.unexpected import explain
from docflow.lang.syntax.tokens import Token
from docflow.lang.syntax.trouble import Mend, Trouble, after, before
from docflow.value import evolve

__all__ = ["explained", "find", "param_type"]

_SIGNS = {"EQUAL": "=", "LBRACE": "{", "ERROR": "error", "OF": "of", "ARROW": "=>"}
_NAMED = ("FLOW", "STAGE")


def find(trouble: Trouble) -> Mend | Diagnostic | None:
    """Put in the one sign, word or name without which reading cannot go on."""
    possible = trouble.expected()
    previous = trouble.previous
    if previous is None:
        return None
    if possible == {"OF"} and trouble.token.kind == "LBRACE":
        help_ = f"name the flow or stage that it tests: `test {previous.text} of NAME {{`"
        return Diagnostic("DF0101", "this test does not say what it tests", previous.span, help_)
    at = before(trouble.token.span)
    if "NAME" in possible and trouble.kind(trouble.index - 1) in _NAMED:
        return _put(trouble, Token("NAME", f"_{at.line}", at), None)
    if "STRING" in possible and trouble.kind(trouble.index - 1) == "TEST":
        return _put(trouble, Token("STRING", '""', at), None)
    for kind, text in _SIGNS.items():
        if kind in possible:
            mend = _put(trouble, Token("NAME" if text.isalpha() else kind, text, at), text)
            if mend is not None:
                return mend
    return None


def _put(trouble: Trouble, token: Token, text: str | None) -> Mend | None:
    if not trouble.holds(trouble.index, 0, (token,), 3):
        return None
    finding = explain(trouble)
    previous = trouble.previous
    if text not in (None, "{") and previous is not None:
        fix = Fix(f"add `{text}`", after(previous.span), f" {text}")
        finding = Diagnostic(finding.code, finding.message, finding.span, finding.help, fix=fix)
    return Mend(finding, trouble.index, 0, (token,))


def param_type(trouble: Trouble) -> Mend | None:
    """`param size = 3`, `stage tidy(size = 3)`: a parameter without its type."""
    name = trouble.token
    if name.kind != "NAME" or trouble.expected() not in ({"KEY"}, {"KEY", "RPAR"}):
        return None
    type_ = _type_of(trouble.near(2)) if trouble.near(1).kind == "EQUAL" else None
    if type_ is not None:
        put = tuple(Token(*each, name.span) for each in (("KEY", name.text), ("COLON", ":"), ("NAME", type_)))
        fix = Fix(f"add `: {type_}`", after(name.span), f": {type_}")
        return Mend(evolve(untyped(name), fix=fix), trouble.index, 1, put)
    if trouble.near(1).kind in ("COMMA", "RPAR"):  # its type is asked for, and nothing follows from that
        put = tuple(Token(*each, name.span) for each in (("KEY", name.text), ("COLON", ":"), ("NAME", "any")))
        return Mend(untyped(name), trouble.index, 1, put)
    if trouble.near(1).kind == "NAME" and trouble.near(2).kind == "EQUAL":
        put = (Token("KEY", name.text, name.span), Token("COLON", ":", after(name.span)))
        fix = Fix("add `:`", after(name.span), ":")
        found = Diagnostic("DF0101", "a colon stands between a parameter and its type", name.span, fix=fix)
        return Mend(found, trouble.index, 1, put)
    top = trouble.kind(trouble.index - 1) == "PARAM"
    end = trouble.index
    while not top and trouble.tokens[end].kind not in ("COMMA", "RPAR", "LBRACE", "VBAR", "$END"):
        end += 1
    end += trouble.tokens[end].kind == "COMMA"
    if top or not trouble.holds(trouble.index, end - trouble.index, (), 1):
        return None
    return Mend(untyped(name), trouble.index, end - trouble.index)


def _type_of(value: Token) -> str | None:
    """The type that a default shows."""
    if value.kind == "NUMBER":
        return "int" if value.text.replace("_", "").isdecimal() else None
    return {"STRING": "text", "TAGGED": "regex"}.get(value.kind, _WORDS.get(value.text))


_WORDS = {"true": "bool", "false": "bool"}


def explained(trouble: Trouble) -> Diagnostic:
    """Say what is wrong where nothing is known to help."""
    if trouble.token.kind == "NAME" and trouble.expected() in ({"KEY"}, {"KEY", "RPAR"}):
        return untyped(trouble.token)
    return explain(trouble)


def untyped(name: Token) -> Diagnostic:
    """Say that a parameter has no type."""
    return Diagnostic(
        "DF0101",
        f"the parameter `{name.text}` has no type",
        name.span,
        f"write the type after a colon, as in `{name.text}: int = 3`",
    )
