"""Small real distributions on `sys.path`: a module, and the metadata that an installer would write."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docflow.catalog.discover import GROUP

PLUGIN = '''
from docflow.plugin import Cleaner, Example, component, hookimpl, option

@component("upper", examples=(Example("a", "A"),), version={version})
class Upper(Cleaner):
    """Write everything in capitals."""

    times: int = option(doc="How often.", default=1, check=lambda n: "too often" if n > 9 else None)

    def clean(self, text):
        return text.upper()

@hookimpl
def docflow_components():
    return (Upper,)
'''

Install = Callable[..., str]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Return a function that installs a distribution; gives back the name of its module."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(
        distribution: str,
        namespace: str,
        code: str = PLUGIN.format(version=1),
        *,
        version: str = "1.0",
        group: str = GROUP,
        value: str | None = None,
        metadata: bool = True,
    ) -> str:
        module = f"dist_{distribution.replace('-', '_')}"
        (tmp_path / f"{module}.py").write_text(code, encoding="utf-8")
        info = tmp_path / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        if metadata:
            said = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
            (info / "METADATA").write_text(said, encoding="utf-8")
        points = f"[{group}]\n{namespace} = {module if value is None else value}\n"
        (info / "entry_points.txt").write_text(points, encoding="utf-8")
        return module

    yield write
    for name in set(sys.modules) - before:
        del sys.modules[name]
