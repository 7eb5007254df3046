"""Shadow roots in the markup: what browsers show of a custom element, though it stands in a `template`."""

from typing import Final

from docflow.plugin import late

__all__ = ["with_shadow_roots_shown"]

_MARK: Final = "shadowrootmode"
_ROOT: Final = late(r"<template\s(?=[^<>]*\bshadowrootmode\s*=)", 2)


def with_shadow_roots_shown(html: str) -> str:
    """Return the page, with declared shadow roots as elements in place; nearly always the same object.

    A parser keeps what is in a `template` out of the tree. The end tags stay and end nothing: the element
    around ends the root, which is why that gets a name that no rule of the parser knows.
    """
    return _ROOT.sub("<shadow-root ", html) if _MARK in html else html
