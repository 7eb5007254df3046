"""Findings as the protocol has them."""

from lsprotocol import types

from docflow.editor.pages import page_file
from docflow.errors import Diagnostic
from docflow.lsp.convert import LinesOf, location, range_of
from docflow.lsp.uris import uri_of

__all__ = ["finding"]

_TAGS = {
    "DF0208": [types.DiagnosticTag.Unnecessary],
    "DF0403": [types.DiagnosticTag.Unnecessary],
    "DF0407": [types.DiagnosticTag.Unnecessary],
    "DF0505": [types.DiagnosticTag.Deprecated],
}
_LEVELS = {"error": types.DiagnosticSeverity.Error, "warning": types.DiagnosticSeverity.Warning}


def finding(diagnostic: Diagnostic, lines_of: LinesOf, *, related: bool = True) -> types.Diagnostic:
    """Return a finding; its labels go with it where the client can show them, else into the text."""
    _, lines = lines_of(diagnostic.span.file)
    page = page_file(diagnostic.code)
    message = diagnostic.message
    if diagnostic.help:
        message += f"\n{diagnostic.help}"
    labels = [
        types.DiagnosticRelatedInformation(location(label.span, lines_of), label.text)
        for label in diagnostic.labels
    ]
    return types.Diagnostic(
        range=range_of(diagnostic.span, lines),
        message=message,
        severity=_LEVELS[diagnostic.severity],
        code=diagnostic.code,
        code_description=types.CodeDescription(uri_of(page.as_posix())) if page is not None else None,
        source="docflow",
        tags=_TAGS.get(diagnostic.code),
        related_information=labels if related and labels else None,
    )
