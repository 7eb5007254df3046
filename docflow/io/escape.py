"""Text from data made safe for a terminal, a log or a message of a CI service.

Everything that could move the cursor, hide or reorder text, or end the line is shown as an escape.
"""

import re

from docflow.late import late

__all__ = ["safe", "safe_lines"]

# C0, DEL and C1 controls; Arabic letter mark; zero-width and bidi marks; line and paragraph separators
# and bidi embeddings; word joiner to deprecated format characters with the isolates; lone surrogates; BOM;
# interlinear annotation; tags. Soft hyphen and Mongolian vowel separator hide too.
_UNSAFE = late(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# GitHub Actions reads a line that starts with `::` (after spaces) as a command; it and Azure Pipelines also
# read `##[` and `##vso[` anywhere in a line.
_COMMAND = late(r"^(\s*):(?=:)")
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


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if char in _NAMED:
        return _NAMED[char]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
