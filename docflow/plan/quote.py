"""Texts as literals of the language; below the language, since plans and reports write them, too."""

__all__ = ["escaped", "quote"]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def quote(text: str) -> str:
    """Return the text as a literal of the language: quoted, escaped, on one line."""
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """Return the text as it stands between the quotes of a literal."""
    return "".join(map(_escape, text))


def _escape(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return char if char.isprintable() else f"\\u{{{ord(char):x}}}"
