"""Run the first command of the README as a new user does: in a fresh copy, with nothing but Python, twice.

    python tests/front_door.py FOLDER

The copy holds what git would give; the second run must be as good as the first.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(folder: Path) -> None:
    """Copy, run twice, look at what was written; ends with exit code 1 when anything is off."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    command = first_command((folder / "README.md").read_text(encoding="utf-8"))
    env = {
        k: v
        for k, v in os.environ.items()
        if k not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV")
    }
    written = []
    for _ in range(2):
        subprocess.run(command, shell=True, cwd=folder, env=env, check=True)
        written.append((folder / "pipelines/out/news/articles.jsonl").read_bytes())
    if not written[0] or written[0] != written[1]:
        sys.exit("the two runs did not write the same articles")
    articles = len(written[0].splitlines())
    print(f"front door: {articles} articles, twice the same")


def files() -> list[str]:
    """Return the files that git would put into a fresh clone, with the changes of the working tree."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def first_command(readme: str) -> str:
    """Return the command of the first `sh` block."""
    found = re.search(r"^```sh\n(.+?)\n```$", readme, re.M | re.S)
    if found is None:
        sys.exit("the README has no `sh` block")
    return found[1]


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "front-door")
