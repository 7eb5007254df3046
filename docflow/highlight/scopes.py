"""What each terminal and each word of the language looks like: the one table behind all highlighting.

Terminals and words are those of `flow.lark`; a test holds that none is missing.
"""

from collections.abc import Mapping

from docflow.value import frozen

__all__ = [
    "CONTAINERS",
    "FUNCTION",
    "LEADS",
    "LOOKS",
    "MEMBER",
    "NAME",
    "ROOT",
    "ROOTS",
    "TAGS",
    "TYPE",
    "TYPES",
    "WORDS",
    "Look",
]


@frozen
class Look:
    """A class of tokens: its name, the token type of Pygments and the scope of TextMate."""

    name: str
    pygments: str
    scope: str


COMMENT = Look("comment", "Comment.Single", "comment.line.number-sign")
BLOCK = Look("block", "String.Heredoc", "string.quoted.triple")
TEXT = Look("text", "String.Double", "string.quoted.double")
REGEX = Look("regex", "String.Regex", "string.regexp")
TEMPLATE = Look("template", "String.Double", "string.interpolated")
TAGGED = Look("tagged", "String.Other", "string.quoted.other")
NUMBER = Look("number", "Number", "constant.numeric")
ARGUMENT = Look("argument", "Name.Attribute", "variable.parameter")
ITEM = Look("item", "Keyword.Declaration", "storage.type")
WORD = Look("word", "Keyword", "keyword.control")
LOGIC = Look("logic", "Operator.Word", "keyword.operator.word")
CONSTANT = Look("constant", "Keyword.Constant", "constant.language")
PIPE = Look("pipe", "Operator", "keyword.operator.pipe")
OPERATOR = Look("operator", "Operator", "keyword.operator")
SIGN = Look("sign", "Punctuation", "punctuation")
NAME = Look("name", "Name", "variable.other")
FUNCTION = Look("function", "Name.Function", "entity.name.function")
ROOT = Look("root", "Name.Builtin", "variable.language")
MEMBER = Look("member", "Name.Property", "variable.other.member")
TYPE = Look("type", "Keyword.Type", "support.type")

LOOKS: Mapping[str, Look] = {
    "COMMENT": COMMENT,
    "TEXT": BLOCK,
    "TAGGED": TAGGED,
    "STRING": TEXT,
    "NUMBER": NUMBER,
    "KEY": ARGUMENT,
    "NAME": NAME,
    "VBAR": PIPE,
    **dict.fromkeys(("CMP", "ARROW", "COALESCE", "EQUAL", "PLUS", "MINUS", "MUL", "OPT"), OPERATOR),
    **dict.fromkeys(("LPAR", "RPAR", "LSQB", "RSQB", "LBRACE", "RBRACE", "COMMA", "COLON", "DOT"), SIGN),
}
"""The looks of the terminals that are patterns."""

TAGS: Mapping[str, Look] = {"re": REGEX, "f": TEMPLATE}
"""The looks of tagged literals; any other tag looks like `TAGGED`."""

WORDS: Mapping[str, Look] = {
    **dict.fromkeys(("docflow", "use", "include", "param", "secret", "let", "stage", "flow", "test"), ITEM),
    **dict.fromkeys(
        ("from", "to", "with", "where", "as", "of", "on", "error", "given", "mock", "then"), WORD
    ),
    **dict.fromkeys(("when", "else", "route", "all", "tee", "expect", "set", "drop"), WORD),
    **dict.fromkeys(("and", "or", "not", "in", "matches"), LOGIC),
    **dict.fromkeys(("true", "false", "null"), CONSTANT),
}
"""The looks of the words of the language."""

ROOTS = ("doc", "run", "sink")
"""What fields and counts are read from: `doc.words`."""

CONTAINERS = ("list", "map")
"""Types of which the elements have a type: `list[text]`."""

TYPES = (
    *CONTAINERS,
    "enum",
    "text",
    "int",
    "float",
    "bool",
    "ratio",
    "size",
    "duration",
    "date",
    "path",
    "glob",
    "regex",
    "any",
)
"""The types, which look like ones where they are declared: `param x: text`, `max: int = 1`, `list[text]`."""

LEADS = ("error", "then", "else", "from", "to", "of", "mock")
"""Words behind which a name is that of a step, a source, a sink or an outcome; `|` and `=>` are such, too."""
