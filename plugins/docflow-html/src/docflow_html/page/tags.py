"""What the tags of a page mean for its text, by the style sheet of the HTML standard (section 15.3)."""

from typing import Final

__all__ = [
    "BLOCK",
    "BREAK",
    "CUSTOM",
    "FLOWS_ON",
    "HEADINGS",
    "HIDDEN",
    "IMAGE",
    "INLINE",
    "KINDS",
    "LINK",
    "PRE",
    "RULE",
    "TEXT",
]

INLINE: Final = 0
"""The line runs on through the element; so through all that is unknown."""
BLOCK: Final = 1
"""What stands before, in and after the element are lines of their own."""
HIDDEN: Final = 2
"""Nothing in the element is text for a reader, or only for one without scripts, frames or video."""
BREAK: Final = 3
TEXT: Final = 4
PRE: Final = 5
"""A block in which white space counts."""
RULE: Final = 6
IMAGE: Final = 7
LINK: Final = 8
CUSTOM: Final = 9
"""An element with a hyphen in its name: a block, but for one in the middle of a paragraph."""

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
FLOWS_ON: Final = frozenset((*HEADINGS, "p", "pre", "dt", "summary", "figcaption", "caption", "th", "button"))
"""Blocks that hold nothing but phrases."""

KINDS: Final = {
    **dict.fromkeys(
        (*HEADINGS, "p", "div", "article", "main", "section", "header", "footer", "nav", "aside"), BLOCK
    ),
    **dict.fromkeys(
        ("html", "body", "address", "blockquote", "center", "details", "summary", "dialog"), BLOCK
    ),
    **dict.fromkeys(
        ("fieldset", "legend", "form", "figure", "figcaption", "hgroup", "search", "menu", "dir"), BLOCK
    ),
    **dict.fromkeys(("ul", "ol", "li", "dl", "dt", "dd", "optgroup", "option", "button", "frameset"), BLOCK),
    **dict.fromkeys(("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "marquee"), BLOCK),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext", "textarea"), PRE),
    **dict.fromkeys(
        ("head", "script", "style", "template", "noscript", "noembed", "noframes", "title"), HIDDEN
    ),
    **dict.fromkeys(("svg", "iframe", "object", "embed", "canvas", "audio", "video", "map"), HIDDEN),
    **dict.fromkeys(
        ("select", "datalist", "input", "meta", "link", "base", "param", "col", "colgroup"), HIDDEN
    ),
    **dict.fromkeys(
        ("annotation", "annotation-xml", "progress", "meter", "frame", "source", "track"), HIDDEN
    ),
    **dict.fromkeys(("-comment", "-doctype", "!doctype", "-undef", "-document"), HIDDEN),
    "a": LINK,
    "br": BREAK,
    "hr": RULE,
    "img": IMAGE,
    "-text": TEXT,
}
"""What is not named here is INLINE. A form's options and the text for browsers without video are no text."""
