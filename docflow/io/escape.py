"""Text from data made safe for a terminal, a log or a message of a CI service.

Everything that could move the cursor, hide or reorder text, or end the line is shown as an escape.
"""

import json
import re

from docflow.late import late

__all__ = ["json_text", "safe", "safe_json", "safe_lines", "safe_output"]

# C0, DEL and C1 controls; Arabic letter mark; zero-width and bidi marks; line and paragraph separators
# and bidi embeddings; word joiner to deprecated format characters with the isolates; lone surrogates; BOM;
# interlinear annotation; tags. Soft hyphen and Mongolian vowel separator hide too.
_HIDDEN = (
    "\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_UNSAFE = late(f"[\x00-\x1f{_HIDDEN}]")
# JSON texts have escapes for the controls of ASCII, and line breaks between values.
_UNSAFE_IN_JSON = late(f"[{_HIDDEN}]")
_OUTPUT = f"[\x00-\x08\x0b\x0c\x0e-\x1f{_HIDDEN}]|\r(?!\n)"
_UNSAFE_IN_OUTPUT = late(_OUTPUT)
_UNSAFE_BUT_COLOURS = late(rf"(?!\x1b\[[0-9;]*m)(?:{_OUTPUT})")
_PLAIN = late(r"[\n\t -~]*")
# GitHub Actions reads a line that starts with `::` (after spaces) as a command; it and Azure Pipelines also
# read `##[` and `##vso[` anywhere in a line.
_COMMAND = late(r"^(\s*):(?=:)")
_COMMANDS = late(r"^((?:[^\S\n]|\x1b\[[0-9;]*m)*):(?=:)", re.MULTILINE)
_INLINE_COMMAND = late(r"##(?=(?:vso)?\[)", re.IGNORECASE)
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def safe(text: str, limit: int | None = 200) -> str:
    r"""Return `text` as one line with nothing in it that a terminal or a CI service acts on.

    Control, bidi, invisible and line-separator characters and lone surrogates become `\x1b`, `\u202e`,
    `\n`; a leading `::` is defused. `limit` is the most characters of `text` that are shown, the rest
    becomes an ellipsis; None shows all.
    """
    cut = text if limit is None or len(text) <= limit else text[:limit] + "…"
    shown = _UNSAFE.sub(_escape, cut) if not (cut.isascii() and cut.isprintable()) else cut
    if ":" in shown:
        shown = _COMMAND.sub(r"\1\\x3a", shown)
    return _INLINE_COMMAND.sub(r"#\\x23", shown) if "##" in shown else shown


def safe_lines(text: str, limit: int | None = 2000) -> str:
    """Return `text` with its line breaks kept and each line made safe; `limit` counts characters."""
    cut = text if limit is None or len(text) <= limit else text[:limit] + "…"
    return "\n".join(safe(line, None) for line in cut.split("\n"))


def safe_json(text: str) -> str:
    """Return a JSON text with the same values and nothing in it that a terminal or a CI service acts on.

    What `safe` shows as an escape is an escape of JSON here, so that programs read what was there.
    """
    shown = text if text.isascii() and "\x7f" not in text else _UNSAFE_IN_JSON.sub(_json_escape, text)
    return _INLINE_COMMAND.sub(r"#\\u0023", shown) if "##" in shown else shown


def json_text(value: object, *, indent: int | None = None, plain: bool = False) -> str:
    """Return a value as safe JSON; one line without `indent`, letters as they are or, `plain`, ASCII."""
    return safe_json(json.dumps(value, ensure_ascii=plain, indent=indent))


def safe_output(text: str, *, colours: bool = False) -> str:
    """Return what a command prints with nothing in it that data may have brought past `safe`; the last wall.

    Line breaks, tabs and the letters stay; `colours` lets colours stay, too.
    """
    if not (text.isascii() and _PLAIN.fullmatch(text)):
        text = (_UNSAFE_BUT_COLOURS if colours else _UNSAFE_IN_OUTPUT).sub(_escape, text)
    shown = _COMMANDS.sub(r"\1\\x3a", text) if "::" in text else text
    return _INLINE_COMMAND.sub(r"#\\x23", shown) if "##" in shown else shown


def _json_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code < 0x10000 else json.dumps(match[0])[1:-1]


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if char in _NAMED:
        return _NAMED[char]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
