"""What a cursor stands in: brackets, calls and clauses, read from the tokens before it."""

from collections.abc import Sequence

from attrs import frozen

from docflow.editor.complete.cursor import Cursor
from docflow.editor.words import WORDS
from docflow.lang.syntax.limits import NESTING
from docflow.lang.syntax.tokens import Token

__all__ = ["Context", "Frame", "context_of", "role_of"]

_OPENERS = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
_HEADS = frozenset(WORDS)


@frozen
class Frame:
    """An open bracket: its sign, the names before it, the role in which they are called, and its tokens.

    `kind` is "call", "signature" (of a stage), "type", "list", "map", "group" or "block". `outer` are the
    tokens before what is called.
    """

    kind: str
    names: tuple[str, ...]
    role: str
    tokens: tuple[Token, ...]
    outer: tuple[Token, ...] = ()

    @property
    def segment(self) -> tuple[Token, ...]:
        """The tokens behind the last comma: the argument or element at hand."""
        at = max((i for i, token in enumerate(self.tokens) if token.kind == "COMMA"), default=-1)
        return self.tokens[at + 1 :]

    @property
    def key(self) -> str | None:
        """The name of the argument, or the key of the map, at hand; None before one was written."""
        words = self.segment
        if len(words) >= 2 and words[0].kind in ("KEY", "STRING") and words[1].kind == "COLON":
            return words[0].text.strip('"')
        return None

    @property
    def given(self) -> tuple[str, ...]:
        """The names of the arguments that are given already."""
        pairs = zip(self.tokens, self.tokens[1:], strict=False)
        return tuple(a.text for a, b in pairs if a.kind == "KEY" and b.kind == "COLON")


@frozen
class Context:
    """The open brackets around a cursor, the innermost last, and the clause that it stands in.

    `clause` are the tokens of the step, setting or item at hand outside of closed brackets; `in_steps` says
    that it began with `|`.
    """

    frames: tuple[Frame, ...]
    clause: tuple[Token, ...]
    in_steps: bool

    @property
    def frame(self) -> Frame | None:
        """The innermost bracket that is no block."""
        return self.frames[-1] if self.frames and self.frames[-1].kind != "block" else None

    @property
    def heads(self) -> tuple[str, ...]:
        """The words of the language in the clause, in order."""
        found = []
        for before, token in zip((None, *self.clause), self.clause, strict=False):
            if token.kind == "NAME" and token.text in _HEADS and (before is None or before.kind != "DOT"):
                found.append(token.text)
        return tuple(found)


def context_of(cursor: Cursor) -> Context:
    """Return what a cursor stands in."""
    tokens = cursor.tokens
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind in _OPENERS:
            opened.append(at)
        elif token.kind in _OPENERS.values():
            _close(token.kind, tokens, opened)
        elif token.kind == "VBAR":
            while opened and not _is_block(tokens, opened[-1]):
                opened.pop()
    opened = opened[-NESTING:]  # nothing that is nested deeper is read
    ends = [*opened[1:], len(tokens)] if opened else []
    frames = tuple(_frame(tokens, at, end) for at, end in zip(opened, ends, strict=True))
    start = _clause_start(tokens, opened)
    clause = _flat(tokens[start:])
    return Context(frames, clause, start > 0 and tokens[start - 1].kind == "VBAR")


def _close(kind: str, tokens: Sequence[Token], opened: list[int]) -> None:
    for depth in range(len(opened) - 1, -1, -1):
        if _OPENERS[tokens[opened[depth]].kind] == kind:
            del opened[depth:]
            return


def _is_block(tokens: Sequence[Token], at: int) -> bool:
    """Whether a brace opens a block; a map stands where a value is asked for."""
    if tokens[at].kind != "LBRACE" or at == 0:
        return False
    before = tokens[at - 1]
    return before.kind in ("NAME", "RPAR", "RBRACE", "RSQB", "NUMBER", "STRING", "TEXT", "TAGGED") and not (
        before.kind == "NAME" and before.text in ("in", "not", "and", "or", "given", "where")
    )


def _frame(tokens: Sequence[Token], at: int, end: int) -> Frame:
    inner = _flat(tokens[at + 1 : end])
    names, first = _path_before(tokens, at)
    outer = tuple(tokens[:first])
    kind = tokens[at].kind
    if kind == "LBRACE":
        return Frame("block" if _is_block(tokens, at) else "map", (), "", inner, tuple(tokens[:at]))
    if kind == "LSQB":
        is_type = bool(names) and names[-1] in ("list", "map", "enum")
        return Frame("type" if is_type else "list", names, "", inner, tuple(tokens[:at]))
    if not names:
        return Frame("group", (), "", inner, tuple(tokens[:at]))
    role = role_of(outer)
    return Frame("signature" if role == "stage" else "call", names, role, inner, outer)


def _path_before(tokens: Sequence[Token], at: int) -> tuple[tuple[str, ...], int]:
    """Return the dotted name right before a token, and the index where it begins."""
    names: list[str] = []
    while at > 0 and tokens[at - 1].kind == "NAME":
        names.insert(0, tokens[at - 1].text)
        at -= 1
        if at > 0 and tokens[at - 1].kind == "DOT":
            at -= 1
            continue
        break
    if len(names) == 1 and names[0] in ("when", "in", "not", "and", "or", "expect", "given", "then", "where"):
        return (), at + 1
    return tuple(names), at


_ROLES = {
    "from": "source", "to": "sink", "error": "outcome", "then": "outcome", "else": "outcome", "of": "target",
    "stage": "stage",
}  # fmt: skip


def role_of(outer: tuple[Token, ...]) -> str:
    """Return in which role a name behind these tokens is called."""
    if not outer:
        return "function"
    last = outer[-1]
    if last.kind in ("VBAR", "ARROW"):
        return "step"
    if last.kind == "NAME" and not (last.text == "then" and _in_test(outer)):
        return _ROLES.get(last.text, "function")
    if last.kind == "COMMA" and _in_source(outer):
        return "source"
    return "function"


def _in_test(outer: Sequence[Token]) -> bool:
    return outer[0].text == "test"


def _in_source(outer: Sequence[Token]) -> bool:
    """Whether a comma outside of brackets separates sources."""
    depth = 0
    for token in reversed(outer):
        depth += (token.kind in _OPENERS.values()) - (token.kind in _OPENERS)
        if depth < 0 or token.kind == "VBAR":
            return False
        if depth == 0 and token.kind == "NAME" and token.text in ("from", "with"):
            return token.text == "from"
    return False


def _clause_start(tokens: Sequence[Token], opened: Sequence[int]) -> int:
    """Return where the step, setting or item at hand begins."""
    block = next((at for at in reversed(opened) if _is_block(tokens, at)), -1)
    depth = 0
    for at in range(len(tokens) - 1, block, -1):
        token = tokens[at]
        depth += (token.kind in _OPENERS.values()) - (token.kind in _OPENERS)
        if depth <= 0 and token.kind == "VBAR":
            return at + 1
    return block + 1


def _flat(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return tokens without what stands in closed brackets."""
    found: list[Token] = []
    opened: list[int] = []
    for token in tokens:
        if token.kind in _OPENERS:
            opened.append(len(found))
        elif token.kind in _OPENERS.values() and opened:
            del found[opened.pop() + 1 :]
        found.append(token)
    return tuple(found)
