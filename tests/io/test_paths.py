"""Outputs stay where they may be written."""

from pathlib import Path

import pytest

from docflow.errors import RefusedError
from docflow.io.paths import inside


def test_paths_stay_inside(tmp_path: Path) -> None:
    root = tmp_path / "out"
    (root / "sub").mkdir(parents=True)
    (root / "away").symlink_to(tmp_path)
    assert inside(root / "sub/a.txt", root) == root.resolve() / "sub/a.txt"
    assert inside(root / "not/yet/there", root) == root.resolve() / "not/yet/there"
    for path in ("../x", "sub/../../x", "away/x"):
        with pytest.raises(RefusedError, match="leaves the output folder"):
            inside(root / path, root)
    with pytest.raises(RefusedError, match=r"\.git"):
        inside(root / ".GIT/config", root)
    with pytest.raises(RefusedError, match="not a file name"):
        inside(root / "..", root)
