"""What still repeats after a `docflow clean`, said in a few lines."""

import shlex
from collections.abc import Iterator

from docflow.plugin import Cleaned
from docflow_residue.learning.asked import SITE, Asked
from docflow_residue.learning.found import FoundSite
from docflow_residue.learning.learner import Learner
from docflow_residue.learning.rules import rules_of
from docflow_residue.learning.table import shown

__all__ = ["remarks"]

LEAST = 20
"""Documents of a site from which on what repeats is told."""
SITES, LINES, WIDE = 3, 5, 70


def remarks(cleaned: Cleaned) -> Iterator[str]:
    """Yield lines about what repeats in the documents as they were left; none where nothing does."""
    learner = Learner(Asked(), SITE)
    for doc in cleaned.read():
        learner.first(doc)
    learner.settle()
    for doc in cleaned.read():
        learner.second(doc)
    found = [rules_of(site) for site in learner.sites() if site.documents >= LEAST]
    found = sorted((site for site in found if site.rules), key=lambda site: (-len(site.rules), site.site))
    if not found:
        return
    yield "what still repeats:"
    for site in found[:SITES]:
        yield from _site(site)
    if len(found) > SITES:
        yield f"  and in {len(found) - SITES} more sites"
    inputs = " ".join(f"--input {shlex.quote(path)}" for path in cleaned.inputs)
    yield f"write it as packs of rules: docflow learn {inputs} --out packs"


def _site(site: FoundSite) -> Iterator[str]:
    shares = [round(100 * rule.documents / site.documents) for rule in site.rules]
    span = f"{min(shares)} to {max(shares)} %" if min(shares) < max(shares) else f"{max(shares)} %"
    name = shown(site.site, WIDE)
    lines = f"{len(site.rules)} lines stand" if len(site.rules) > 1 else "one line stands"
    yield f"  {name + ': ' if name else ''}{lines} in {span} of {site.documents:,} documents"
    for rule, share in zip(site.rules[:LINES], shares, strict=False):
        yield f"    {share:>3} %  {rule.position:<4}  {shown(rule.examples[0], WIDE)}"
