"""Build the wheels of the core and of every plugin, install them into a fresh venv, run the plugins' tests.

    python tests/build_wheels.py FOLDER

Shows what an installed user has: nothing of the source tree is on the path.
"""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(folder: Path) -> None:
    """Build, install, test; ends with the exit code of the first command that fails."""
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    plugins = sorted(p.parent for p in (ROOT / "plugins").glob("*/pyproject.toml"))
    for project in (ROOT, *plugins):
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(project))
    venv.create(folder / "venv", with_pip=True)
    python = str(folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    built = [str(wheel) for wheel in sorted(wheels.glob("*.whl"))]
    run(python, "-m", "pip", "install", "--quiet", *built, "pytest", "pytest-xdist", "hypothesis")
    for plugin in plugins:
        tests = folder / plugin.name
        shutil.copytree(plugin / "tests", tests)
        run(
            python,
            "-m",
            "pytest",
            "-q",
            "-n",
            "auto",
            "--import-mode=importlib",
            "-W",
            "error",
            str(tests),
            cwd=folder,
        )


def run(*command: str, cwd: Path = ROOT) -> None:
    """Run a command; leaves with its exit code when it fails."""
    done = subprocess.run(command, cwd=cwd, check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "wheels-check")
