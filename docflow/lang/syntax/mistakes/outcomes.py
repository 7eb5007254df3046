"""What stands behind a condition, an arm or a source in other languages, and has its own place here."""

from docflow.errors import Diagnostic, Label
from docflow.lang.syntax.automaton import reach
from docflow.lang.syntax.tokens import END, Token
from docflow.lang.syntax.trouble import Mend, Trouble

__all__ = ["find"]


def find(trouble: Trouble) -> Mend | Diagnostic | None:
    """Recognise the message of an assertion, an arm behind `else`, and settings behind the source."""
    for rule in (_message, _behind_else, _late_setting):
        found = rule(trouble)
        if found is not None:
            return found
    return None


def _message(trouble: Trouble) -> Mend | None:
    """`expect doc.words > 5, "too short"`: the reason without the outcome."""
    comma, text = trouble.token, trouble.near(1)
    if comma.kind != "COMMA" or text.kind != "STRING" or "ELSE" not in trouble.expected():
        return None
    names = (("NAME", "else"), ("NAME", "drop"), ("LPAR", "("), ("STRING", text.text), ("RPAR", ")"))
    put = tuple(Token(kind, word, text.span) for kind, word in names)
    if not trouble.holds(trouble.index, 2, put, 1):
        return None
    help_ = f"write `else drop({text.text})`; `quarantine` sets aside, `warn` lets pass, `fail` stops the run"
    message = "the outcome stands behind `else`, and the reason in its brackets"
    return Mend(Diagnostic("DF0101", message, comma.span.to(text.span), help_), trouble.index, 2, put)


def _behind_else(trouble: Trouble) -> Diagnostic | None:
    """`else => keep` and then another arm."""
    token = trouble.token
    brace = next(trouble.open_brackets(), None)
    if token.text not in ("else", "when") or brace is None or "RBRACE" not in trouble.expected():
        return None
    at = trouble.tokens.index(brace)
    if "route" not in (trouble.tokens[at - 1].text, trouble.tokens[at - 2].text):
        return None
    first = next((each for each in trouble.tokens[at : trouble.index] if each.text == "else"), None)
    if first is None or "WHEN" in trouble.expected():
        return None
    label = (Label(first.span, "every document that comes here takes this arm"),)
    if token.text == "else":
        return Diagnostic("DF0101", "a route has one `else`", token.span, "delete one of the two", label)
    help_ = "move this arm before `else`"
    return Diagnostic("DF0101", "`else` is the last arm of a route", token.span, help_, label)


def _late_setting(trouble: Trouble) -> Mend | Diagnostic | None:
    """`from files("x")` and then `with max_doc: 10MB`: read as if it stood before the source."""
    word = trouble.token
    if word.text not in ("with", "on") or not trouble.new_line or "VBAR" not in trouble.expected():
        return None
    start = next((at for at in range(trouble.index - 1, -1, -1) if trouble.tokens[at].text == "from"), -1)
    flow = next(trouble.open_brackets(), None)
    if start >= 0 and flow is None:
        help_ = f"a pipeline with settings is a flow: `flow NAME {{ {word.text} ... from ... }}`"
        return Diagnostic("DF0101", "a pipeline without a name has no settings", word.span, help_)
    if start < 0 or any(each.kind == "VBAR" for each in trouble.tokens[start : trouble.index]):
        return None
    end = _end_of_setting(trouble)
    setting, source = trouble.tokens[trouble.index : end], trouble.tokens[start : trouble.index]
    put = (*setting, *source)
    shown = "on error" if word.text == "on" else "with"
    label = (Label(source[0].span, f"write `{shown} ...` before this"),)
    message = f"`{shown}` stands before the source of a flow"
    found = Diagnostic("DF0101", message, word.span, None, label)
    return Mend(found, start, end - start, put) if _readable(trouble, start, put) else found


def _readable(trouble: Trouble, start: int, put: tuple[Token, ...]) -> bool:
    """Whether the flow can be read on at least to its source, whatever is wrong in the setting."""
    return reach(trouble.tables, trouble.stacks[start], put) >= 2


def _end_of_setting(trouble: Trouble) -> int:
    end = trouble.index + 1
    while trouble.tokens[end].kind not in ("VBAR", "RBRACE", END):
        first = trouble.tokens[end - 1].span.end_line < trouble.tokens[end].span.line
        if first and trouble.tokens[end].text in ("with", "on", "from"):
            break
        end += 1
    return end
