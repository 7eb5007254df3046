"""The pages of the diagnostic codes, one Markdown file a code: why, bad, good, fix."""

from importlib.resources import files

__all__ = ["codes", "page"]


def page(code: str) -> str | None:
    """Return the page of a code such as `DF0301`, or None when there is none."""
    resource = files(__name__).joinpath(f"{code}.md")
    return resource.read_text(encoding="utf-8") if resource.is_file() else None


def codes() -> dict[str, str]:
    """Return all codes with their titles, sorted."""
    found = {}
    for resource in files(__name__).iterdir():
        if resource.name.endswith(".md"):
            heading = resource.read_text(encoding="utf-8").partition("\n")[0]
            code, _, title = heading.removeprefix("# ").partition(" ")
            found[code] = title
    return dict(sorted(found.items()))
