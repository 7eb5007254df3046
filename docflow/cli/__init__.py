"""The command line: one file per verb, loaded when the verb is called."""

from docflow.cli.main import main

__all__ = ["main"]
