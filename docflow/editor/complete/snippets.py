"""How the words that begin a block go on, as snippets for editors that have them."""

from collections.abc import Mapping

from docflow.editor.complete.cursor import Cursor

__all__ = ["form_of"]

_ITEMS: Mapping[str, str] = {
    "docflow": "docflow 1",
    "flow": "flow ${1:name} {\n  from $2\n\n  | $0\n}",
    "stage": "stage ${1:name} {\n  | $0\n}",
    "test": 'test "$1" of $2 {\n  given "$3"\n  then $0\n}',
}
_STEPS: Mapping[str, str] = {
    "route": "route {\n    when $1 => $2\n    else => ${0:keep}\n  }",
    "tee": "tee { | to $0 }",
    "when": "when $1 { | $0 }",
}


def form_of(word: str, cursor: Cursor) -> str | None:
    """Return a word with what always follows it at this place, None where that is not known."""
    before = cursor.before()
    if before is not None and before.kind == "VBAR":
        return _STEPS.get(word)
    at_start = cursor.start == cursor.text.rfind("\n", 0, cursor.start) + 1
    return _ITEMS.get(word) if at_start else None
