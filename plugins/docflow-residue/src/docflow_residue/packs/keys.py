"""What may stand in a pack file: one table for the reader, the messages and the JSON schema."""

from typing import Literal, get_args

from attrs import frozen

__all__ = ["FORMAT", "LETTERS", "PACK", "POSITIONS", "RULE", "WAYS", "Key", "Position"]

FORMAT = 1
Position = Literal["head", "tail", "any"]
POSITIONS: tuple[Position, ...] = get_args(Position)
Kind = Literal["text", "texts", "flag", "date", "number"]

_NAME = r"[a-z0-9][a-z0-9 ._-]{0,79}"
LETTERS = r"a-z0-9\u00df-\u061b\u061d-\u180d\u180f-\u1fff\u3005-\ud7ff"
"""Small letters and digits of names of rules, and other scripts: nothing that turns or hides text."""
_RULE_NAME = rf"[{LETTERS}][{LETTERS} ._-]{{0,79}}"
_LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"


@frozen
class Key:
    """One key of a pack or of a rule: its kind, a sentence about it, and what limits its value.

    `pattern` is a whole-text pattern, `words` the only texts allowed, `example` one that fits.
    """

    name: str
    kind: Kind
    doc: str
    required: bool = False
    pattern: str = ""
    words: tuple[str, ...] = ()
    example: str = ""


PACK: tuple[Key, ...] = (
    Key("pack", "number", f"The version of this format: {FORMAT}.", required=True),
    Key(
        "name",
        "text",
        "What reports call the pack: small letters, digits, spaces, `.`, `_` and `-`.",
        required=True,
        pattern=_NAME,
        example="harbour-times",
    ),
    Key("about", "text", "A sentence about whose lines these are."),
    Key("site", "text", "The host of the site, or its folder."),
    Key("language", "text", "The language of the lines.", pattern=_LANGUAGE, example="en"),
    Key("date", "date", "When the lines were seen, as 2026-11-23."),
)
WAYS = ("line", "phrase", "pattern")
"""A rule says one of these."""
RULE: tuple[Key, ...] = (
    Key(
        "name",
        "text",
        "What reports call the rule; a name of its own in the pack.",
        required=True,
        pattern=_RULE_NAME,
        example="newsletter",
    ),
    Key("line", "text", "The whole line in any case and spacing; numbers and dates in it stand for any."),
    Key("phrase", "text", "Text that stands anywhere in the line, in any case."),
    Key("pattern", "text", "A regular expression that is searched in the line (syntax of re, linear)."),
    Key("case", "flag", "Whether capitals count for `phrase` and `pattern`."),
    Key(
        "position",
        "text",
        "Where the line stands, seen from the text: before, after, or anywhere.",
        words=POSITIONS,
    ),
    Key("keep", "flag", "Whether such a line stays, whatever other rules and the model say."),
    Key("hits", "texts", "A line that the rule must hit, or several.", required=True),
    Key("spares", "texts", "A line that the rule must not hit, or several.", required=True),
    Key(
        "language",
        "text",
        "The language of the line, if it is not the pack's.",
        pattern=_LANGUAGE,
        example="en",
    ),
    Key("date", "date", "When the line was seen, if not with the others."),
    Key("seen", "text", "In how many documents it was found, such as `61 of 200`; for readers."),
)
