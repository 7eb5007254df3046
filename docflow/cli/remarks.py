"""What plugins say at the end of `docflow clean`, through the hook `docflow_cleaned`."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from docflow.catalog.catalog import Catalog
from docflow.cli.output import put_error
from docflow.errors import PluginError
from docflow.io.escape import safe
from docflow.model import Document
from docflow.plugin.cleaned import Cleaned

__all__ = ["remarks"]

MOST = 2_000
"""Documents that plugins may look at: cleaning must not take much longer for it."""
LINES = 40
"""Lines that a plugin may say."""


def remarks(catalog: Catalog, steps: Sequence[str], inputs: Sequence[str], cleaned: Path) -> list[str]:
    """Return the lines of the plugins of these steps; `cleaned` holds the documents as JSON lines."""
    given = Cleaned(tuple(inputs), lambda: islice(_documents(cleaned), MOST))
    said: list[str] = []
    for name in sorted({step.partition(".")[0] for step in steps}):
        try:
            namespace = catalog.namespace(name)
            answers = [] if namespace is None else namespace.hooks.docflow_cleaned(cleaned=given)
            said += [safe(str(line), None) for answer in answers for line in islice(answer, LINES)]
        except PluginError:
            continue
        except Exception as error:  # noqa: BLE001 - of a plugin; what was cleaned is clean all the same
            put_error(f"docflow: the plugin `{name}` failed after cleaning: {safe(str(error))}")
    return said


def _documents(path: Path) -> Iterator[Document]:
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            fields = {key: value for key, value in record.items() if key not in ("id", "text", "source")}
            yield Document(record["id"], record["text"], str(record.get("source") or ""), fields)
