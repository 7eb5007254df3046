"""From a tree to the bytes of a pattern for re2 in Latin-1, in the codes of an alphabet."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from attrs import field, frozen

from docflow.pattern.alphabet import INNER, Codes
from docflow.pattern.tree import Anchor, Atom, Choice, Group, Node, Place, Repeat, Row

__all__ = ["Script", "line_script", "render", "tail_script", "text_script"]

_NEVER = b"[^\\x00-\\xff]"
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_TEXT: Mapping[Place, bytes] = {
    "start": rb"\A",
    "end": rb"\z",
    "tail": rb"\z",
    "line start": b"(?m:^)",
    "line end": b"(?m:$)",
    "boundary": rb"\b",
    "inside": rb"\B",
}


@frozen
class Script:
    """How a pattern is written: the codes of characters, the words for places, the codes of a newline.

    `known` holds what was written for an atom before; a script lives as long as one version of its codes.
    """

    codes: Codes
    places: Mapping[Place, bytes]
    newlines: tuple[bytes, ...]
    known: dict[Atom, bytes] = field(factory=dict, eq=False)


def text_script(codes: Codes) -> Script:
    """Return the script for a whole text; where `$` counts, one that does not end in a newline."""
    return Script(codes, _TEXT, (codes.newline,))


def tail_script(codes: Codes) -> Script:
    """Return the script for a text whose last newline is the only one that re2 takes for one."""
    inner = bytes((INNER,)) * codes.width
    return Script(codes, {**_TEXT, "tail": b"(?m:$)"}, (codes.newline, inner))


def line_script(codes: Codes) -> Script:
    """Return the script for many lines in one text, each a subject of its own, without its newline."""
    places = {**_TEXT, "start": b"(?m:^)", "tail": b"(?m:$)", "end": b"(?m:$)"}
    return Script(codes, places, ())


def render(node: Node, script: Script) -> bytes:
    """Return the node in the syntax of re2."""
    match node:
        case Atom():
            if node not in script.known:
                script.known[node] = _atom(node, script)
            return script.known[node]
        case Anchor():
            return script.places[node.place]
        case Group():
            return b"(" + render(node.node, script) + b")"
        case Row():
            return b"".join(_in_row(item, script) for item in node.items)
        case Choice():
            return b"|".join(render(option, script) for option in node.options)
        case Repeat():
            return b"(?:" + render(node.node, script) + b")" + _count(node)


def _in_row(node: Node, script: Script) -> bytes:
    body = render(node, script)
    return b"(?:" + body + b")" if isinstance(node, Choice) else body


def _count(node: Repeat) -> bytes:
    high = "" if node.high is None else str(node.high)
    signs = {(0, None): "*", (1, None): "+", (0, 1): "?"}
    sign = signs.get((node.low, node.high), f"{{{node.low},{high}}}")
    return sign.encode() + (b"?" if node.lazy else b"")


def _atom(atom: Atom, script: Script) -> bytes:
    codes = [c for c in script.codes.members(atom) if c != script.codes.newline]
    if script.codes.newline in script.codes.members(atom):
        codes.extend(script.newlines)
    if not codes:
        return _NEVER
    return _one_of(codes) if script.codes.width == 1 else b"(?:" + _one_of(codes) + b")"


def _one_of(codes: Iterable[bytes]) -> bytes:
    """Return a pattern for any of some codes of one width: a class, or classes one after the other."""
    by_tail: dict[bytes, list[int]] = {}
    for first, group in groupby(sorted(codes), key=itemgetter(0)):
        tails = [code[1:] for code in group]
        tail = b"(?:" + _one_of(tails) + b")" if tails[0] else b""
        by_tail.setdefault(tail, []).append(first)
    return b"|".join(_class(firsts) + tail for tail, firsts in by_tail.items())


def _class(members: Sequence[int]) -> bytes:
    if len(members) == 1:
        return _byte(members[0])
    runs: list[list[int]] = []
    for byte in members:
        if runs and byte == runs[-1][1] + 1:
            runs[-1][1] = byte
        else:
            runs.append([byte, byte])
    body = b"".join(_byte(a) if a == b else _byte(a) + b"-" + _byte(b) for a, b in runs)
    return b"[" + body + b"]"


def _byte(byte: int) -> bytes:
    return bytes((byte,)) if byte in _PLAIN else b"\\x%02x" % byte
