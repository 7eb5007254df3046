"""Texts and quantities as literals of the language; below it, since plans and reports write them, too."""

__all__ = ["duration", "escaped", "quote", "ratio", "size"]

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


_SIZES = (
    ("TB", 10**12),
    ("GB", 10**9),
    ("MB", 10**6),
    ("GiB", 2**30),
    ("MiB", 2**20),
    ("KB", 1000),
    ("KiB", 1024),
)
_TIMES = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))


def size(count: int) -> str:
    """Return a number of bytes with the largest unit in which it is whole: 64MB, 1KiB, 1_500B."""
    fitting = ((name, factor) for name, factor in _SIZES if count and count % factor == 0)
    name, factor = next(fitting, ("B", 1))
    return f"{count // factor:_}{name}"


def duration(seconds: float) -> str:
    """Return seconds with the largest unit in which they are whole: 5m, 90s, 500ms, 0.25ms."""
    fitting = ((name, factor) for name, factor in _TIMES if seconds and seconds % factor == 0)
    name, factor = next(fitting, ("ms", 0.001) if seconds % 1 else ("s", 1))
    return f"{seconds / factor:.12g}{name}"


def ratio(value: float) -> str:
    """Return a share in percent: 20%, 0.5%."""
    return f"{value * 100:.12g}%"
