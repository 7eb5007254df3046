"""A line rule, as data; lives below the plugin API because the matcher does."""

from docflow.model import Regex
from docflow.value import frozen

__all__ = ["LineRule"]


@frozen
class LineRule:
    r"""One rule of a line cleaner, as data: a line that the rule hits goes.

    A line is what stands between two `\n`. Give either `pattern` (syntax of `re`, searched in the line;
    must be linear: no look-around, no back-references) with `flags` out of `imsx`, or `phrases`
    (literal text anywhere in the line; `flags="i"` ignores case); `also` are further patterns, each with its
    own flags, and any of all these is a hit. With `keep`, a hit protects the line
    from every rule of the same step; with `negate`, the lines that are *not* hit go.
    `follow` (a pattern) also takes up to `reach` of the next lines while they match it: a label with the
    list under it. Blank lines in between go with them, and do not count. Where fewer than `least` lines
    follow, the rule does not apply, and the next one that hits takes the line: so a run of short lines is
    told from one of them alone. A list that ends in another label with a list of its own ends before it.
    """

    name: str
    pattern: str | None = None
    phrases: tuple[str, ...] = ()
    flags: str = ""
    keep: bool = False
    negate: bool = False
    follow: str | None = None
    reach: int = 0
    also: tuple[Regex, ...] = ()
    least: int = 0
