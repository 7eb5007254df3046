"""Planting plugins as installed distributions."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def plant(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], None]:
    """Install a plugin: `plant("slow", source)` is namespace `slow` of distribution `docflow-slow 1.0`."""

    def install(namespace: str, source: str) -> None:
        site: Path = tmp_path_factory.mktemp("site")
        (site / f"planted_{namespace}.py").write_text(source, encoding="utf-8")
        info = site / f"docflow_{namespace}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: docflow-{namespace}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[docflow.plugins.v1]\n{namespace} = planted_{namespace}\n")
        monkeypatch.syspath_prepend(str(site))

    return install
