"""What a code means, for the place where it was found."""

from importlib.resources import files
from pathlib import Path

from docflow.lang import pages

__all__ = ["page_file", "why"]


def why(code: str) -> str | None:
    """Return the title of a code with why it is one, None for a code without a page."""
    page = pages.page(code)
    if page is None:
        return None
    title, _, rest = page.partition("\n")
    reason = rest.partition("## Why")[2].partition("\n## ")[0].strip()
    return f"**{title.removeprefix('# ')}**\n\n{reason}\n\n`docflow explain {code}` says more."


def page_file(code: str) -> Path | None:
    """Return the file of the page of a code, None where it is in no file of its own."""
    found = files(pages.__name__).joinpath(f"{code}.md")
    return found if isinstance(found, Path) and found.is_file() else None
