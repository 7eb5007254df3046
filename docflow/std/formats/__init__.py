"""The built-in formats and functions (namespace `core`): what flows read and write without a `use`."""

from docflow.plugin import Component, Function, hookimpl
from docflow.std.formats.csv_exporter import CsvFile
from docflow.std.formats.csv_reader import Csv
from docflow.std.formats.files import Files
from docflow.std.formats.functions import FUNCTIONS
from docflow.std.formats.jsonl_exporter import JsonlFile
from docflow.std.formats.jsonl_reader import Jsonl
from docflow.std.formats.markdown_exporter import MarkdownFolder
from docflow.std.formats.markdown_reader import Markdown
from docflow.std.formats.text_exporter import TextFolder
from docflow.std.formats.text_reader import Text
from docflow.std.formats.tsv_exporter import TsvFile
from docflow.std.formats.tsv_reader import Tsv

__all__ = ["docflow_components", "docflow_functions"]


@hookimpl
def docflow_components() -> tuple[type[Component], ...]:
    """Return the readers and exporters."""
    return (
        Files,
        Text,
        Markdown,
        Jsonl,
        Csv,
        Tsv,
        JsonlFile,
        CsvFile,
        TsvFile,
        TextFolder,
        MarkdownFolder,
    )


@hookimpl
def docflow_functions() -> tuple[Function, ...]:
    """Return the functions of expressions."""
    return FUNCTIONS
