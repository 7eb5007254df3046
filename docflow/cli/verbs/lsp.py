"""`docflow lsp`: the language server, which editors start."""

from importlib import import_module
from importlib.util import find_spec

import click

from docflow.errors import RefusedError

__all__ = ["command"]


@click.command("lsp")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output; this is the only way.")
def command(stdio: bool) -> int:  # noqa: ARG001 - editors say it, and there is nothing else
    """Serve an editor: findings, hover, completion, rename, format and more (docs/editors.md).

    Editors start it; it speaks the Language Server Protocol over standard input and output.
    """
    if find_spec("pygls") is None:
        raise RefusedError('the language server needs an extra: pip install "docflow-core[lsp]"')
    code: int = import_module("docflow.lsp.server").serve()
    return code
