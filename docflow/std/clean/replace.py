"""Phrases and patterns that become other text."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from docflow.plugin import (
    Cleaner,
    Example,
    Found,
    PatternError,
    PluginError,
    Regex,
    check_looked_for,
    compile_linear,
    component,
    option,
)

if TYPE_CHECKING:
    from docflow.plugin import Linear

__all__ = ["Replace"]


def _check_phrases(phrases: Mapping[str, str]) -> str | None:
    return check_looked_for(tuple(phrases))


@component(
    "replace",
    examples=(
        Example(
            "The colour of grey.", "The color of gray.", {"phrases": {"colour": "color", "grey": "gray"}}
        ),
        Example("3,5 km", "3.5 km", {"pattern": Regex(r"(\d),(\d)"), "with": r"\1.\2"}),
        Example("Email: a@b.example", "Email: [mail]", {"pattern": Regex(r"\S+@\S+"), "with": "[mail]"}),
        Example("[1] Owls.[2]", " Owls.", {"pattern": Regex(r"\[\d+\]")}, "without `with` it is removed"),
    ),
)
class Replace(Cleaner):
    r"""Replace phrases, or what a pattern finds, by other text.

    First the phrases: the text is read once from left to right, at each place the longest phrase counts, and
    what was put in is not looked at again. Then the pattern, where there is one; in `with`, `\1` and
    `\g<name>` are what its groups found; a text of the language says a backslash twice: `"\\1"`.
    """

    phrases: Mapping[str, str] = option(
        default={}, primary=True, check=_check_phrases, doc="Phrases, each with what takes its place."
    )
    pattern: Regex | None = option(
        default=None, check=check_looked_for, doc="A pattern whose matches are replaced by `with`."
    )
    with_: str = option(
        default="",
        doc=r"What takes the place of the pattern's matches; `\1` and `\g<name>` are its groups.",
    )
    ignore_case: bool = option(
        default=False, doc="Whether phrases ignore case; a pattern says it with its flag i."
    )

    def __attrs_post_init__(self) -> None:
        """Refuse a replacement that asks for a group that the pattern has not."""
        if self.pattern is None:
            return
        try:
            compile_linear(self.pattern.pattern, self.pattern.flags).check_replacement(self.with_)
        except PatternError as error:
            raise PluginError(f"`with`: {error.message}") from error

    def clean(self, text: str) -> str:
        """Return the text with the replacements."""
        if self.phrases and self._may_hold(text):
            text = self._any_phrase.sub(self._instead, text)
        if self._linear is not None:
            text = self._linear.sub(self.with_, text)
        return text

    def _may_hold(self, text: str) -> bool:
        return self.ignore_case or any(phrase in text for phrase in self.phrases)

    def _instead(self, found: Found) -> str:
        phrase = found.group() or ""
        if phrase in self.phrases:
            return self.phrases[phrase]
        return next(new for linear, new in self._one_by_one if linear.fullmatch(phrase) is not None)

    @cached_property
    def _linear(self) -> "Linear | None":
        return compile_linear(self.pattern.pattern, self.pattern.flags) if self.pattern else None

    @cached_property
    def _any_phrase(self) -> "Linear":
        longest_first = sorted(self.phrases, key=len, reverse=True)
        return compile_linear("|".join(map(re.escape, longest_first)), self._flags)

    @cached_property
    def _one_by_one(self) -> "tuple[tuple[Linear, str], ...]":
        """For phrases found in another case than they were given."""
        return tuple(
            (compile_linear(re.escape(phrase), self._flags), new) for phrase, new in self.phrases.items()
        )

    @property
    def _flags(self) -> str:
        return "i" if self.ignore_case else ""
