"""What a file takes from elsewhere: `use "news"`, `use news 1.0`, `use news, clean`, `from a import b`."""

from docflow.errors import Diagnostic, Fix
from docflow.lang.syntax.tokens import Token
from docflow.lang.syntax.trouble import Mend, Trouble, retold

__all__ = ["find"]


def find(trouble: Trouble) -> Mend | None:
    """Recognise how other languages name plugins, their versions and what they take of them."""
    for rule in (_plugin_in_quotes, _version, _more_plugins, _from_import):
        mend = rule(trouble)
        if mend is not None:
            return mend
    return None


def _version(trouble: Trouble) -> Mend | None:
    """`use news 1.0`, `use news >= 1.0`: the versions that are wanted, without quotes."""
    sign = trouble.token if trouble.token.kind == "CMP" else None
    end = trouble.index + (sign is not None)
    if trouble.near(-2).text != "use" or trouble.tokens[end].kind != "NUMBER" or trouble.new_line:
        return None
    while trouble.tokens[end + 1].span.start == trouble.tokens[end].span.end and trouble.tokens[end + 1].text:
        end += 1  # 1.0.2 is a number, a dot and a number
    parts = tuple(trouble.tokens[trouble.index : end + 1])
    span, number = parts[0].span.to(parts[-1].span), retold(parts[1:] if sign else parts)
    text = f'"{sign.text if sign else "~="}{number}"'
    put = (Token("STRING", text, span),)
    if not trouble.holds(trouble.index, len(parts), put, 1):
        return None
    message = "the versions that are wanted stand in quotes"
    help_ = None if sign else f'`"~={number}"` takes this release and those that are compatible with it'
    found = Diagnostic("DF0101", message, span, help_, fix=Fix(f"write `{text}`", span, text))
    return Mend(found, trouble.index, len(parts), put)


def _from_import(trouble: Trouble) -> Mend | None:
    """`from news import byline`: nothing is imported by name."""
    start, name = trouble.index - 2, trouble.near(1)
    if trouble.token.text != "import" or trouble.near(-2).text != "from" or name.kind != "NAME":
        return None
    end = trouble.index + 1
    while (
        trouble.tokens[end + 1].kind in ("COMMA", "NAME")
        and trouble.tokens[end + 1].span.line == name.span.line
    ):
        end += 1
    of = trouble.near(-1).text
    span = trouble.tokens[start].span.to(trouble.tokens[end].span)
    if not trouble.holds(start, end + 1 - start, (), 1):
        return None
    help_ = f"delete the line, and write `| {of}.{name.text}` for the step"
    message = f"nothing is imported by name; what `{of}` has is called `{of}.NAME`"
    return Mend(Diagnostic("DF0101", message, span, help_), start, end + 1 - start)


def _plugin_in_quotes(trouble: Trouble) -> Mend | None:
    """`use "news"`."""
    token, previous = trouble.token, trouble.previous
    if token.kind != "STRING" or previous is None or previous.text != "use":
        return None
    name = token.text[1:-1]
    if name.endswith(".flow"):
        put = (Token("NAME", "include", previous.span),)
        fix = Fix("write `include`", previous.span, "include")
        message = "another flow file is brought in with `include`"
        return Mend(Diagnostic("DF0101", message, previous.span, fix=fix), trouble.index - 1, 1, put)
    if not name.isidentifier():
        return None
    put = (Token("NAME", name, token.span),)
    message = "a plugin is named without quotes"
    fix = Fix(f"write `{name}`", token.span, name)
    return Mend(Diagnostic("DF0101", message, token.span, fix=fix), trouble.index, 1, put)


def _more_plugins(trouble: Trouble) -> Mend | None:
    """`use news, clean`."""
    token, following = trouble.token, trouble.near(1)
    if token.kind != "COMMA" or following.kind != "NAME" or trouble.near(-2).text != "use":
        return None
    put = (Token("NAME", "use", token.span),)
    if not trouble.holds(trouble.index, 1, put, 1):
        return None
    line = f"use {following.text}"
    fix = Fix("begin a new line", token.span.to(following.span), f"\n{line}")
    found = Diagnostic(
        "DF0101", "each plugin has its own `use`", token.span, f"write `{line}` on a line of its own", fix=fix
    )
    return Mend(found, trouble.index, 1, put)
