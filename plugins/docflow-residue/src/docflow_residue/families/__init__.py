"""Phrase families of residue as data in several languages, and one fast matcher for them all.

`FAMILIES` names the columns, `match(lines)` answers for many lines at once. A column says "this line reads
like that family"; it never says "remove". A column `x` takes whole lines, `x.part` lines that begin with or
hold the phrase. The data is in `data/LANGUAGE.toml`; README.md here tells how to add a phrase.
"""

from docflow_residue.families.columns import FAMILIES
from docflow_residue.families.matcher import Matcher, match

__all__ = ["FAMILIES", "Matcher", "match"]
