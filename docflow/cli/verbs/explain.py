"""`docflow explain DF0301`: the page of a diagnostic code."""

import click

from docflow.cli.output import put
from docflow.errors import RefusedError
from docflow.lang.pages import codes, page
from docflow.lang.suggest import nearest

__all__ = ["command"]


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Explain a diagnostic CODE such as DF0301: why, a bad and a good example, how to mend it.

    Without a code, list all of them.
    """
    if code is None:
        for name, title in codes().items():
            put(f"{name}  {title}")
        return 0
    wanted = code.upper()
    text = page(wanted)
    if text is None:
        near = nearest(wanted, list(codes()))
        hint = f"; did you mean {near}?" if near else "; `docflow explain` lists all codes"
        raise RefusedError(f"there is no diagnostic code `{code}`{hint}")
    put(text.rstrip())
    return 0
