"""The workflows of docs/untrusted.md: what they promise is in them, and their commands run among traps."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import docflow

ROOT = Path(__file__).resolve().parents[2]
RUN, REPORT = (ROOT / "docs" / "untrusted" / f"{name}-flows.yml" for name in ("run", "report"))
SECRET = "the-secret-of-the-machine"
INSTALL = "Install docflow and its plugins, as our own branch says"


def workflow(file: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(file.read_text("utf-8"))
    return found


def steps(file: Path) -> list[dict[str, Any]]:
    (job,) = workflow(file)["jobs"].values()
    found: list[dict[str, Any]] = job["steps"]
    return found


def commands(file: Path) -> list[str]:
    return [step["run"] for step in steps(file) if "run" in step and step.get("name") != INSTALL]


class Runner:
    """A machine of GitHub, as far as the commands see it; `gh` writes down what it is told."""

    def __init__(self, folder: Path, site: Path) -> None:
        self.folder = folder
        bin_ = folder / "bin"
        for each in (bin_, folder / "temp"):
            each.mkdir()
        gh = bin_ / "gh"
        gh.write_text(f'#!{sys.executable} -I\nimport json, sys\nopen({str(folder / "told")!r}, "w").write')
        with gh.open("a") as script:
            script.write("(json.dumps(sys.argv[1:]))\n")
        gh.chmod(gh.stat().st_mode | stat.S_IXUSR)
        (bin_ / "docflow").symlink_to(Path(sys.executable).with_name("docflow"))
        self.environment = {
            "PATH": os.pathsep.join([str(bin_), os.environ["PATH"]]),
            "PYTHONPATH": os.pathsep.join([str(Path(docflow.__file__).parents[1]), str(site)]),
            "HOME": str(folder / "temp"),
            "RUNNER_TEMP": str(folder / "temp"),
            "MACHINE_SECRET": SECRET,
            "GITHUB_REPOSITORY": "us/ours",
            "COMMIT": "0123abc",
            "STATE": "success",
            "NO_COLOR": "1",
        }

    def run(self, file: Path) -> "subprocess.CompletedProcess[str]":
        """Run the commands of a workflow one after the other, as GitHub does, until one fails."""
        environment = self.environment | {k: str(v) for k, v in workflow(file).get("env", {}).items()}
        for command in commands(file):
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", command],
                cwd=self.folder,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
            if done.returncode:
                break
        assert SECRET not in done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return done

    @property
    def told(self) -> list[str]:
        """What `gh` was called with."""
        found: list[str] = json.loads((self.folder / "told").read_text())
        return found


@pytest.fixture
def runner(tmp_path: Path, traps: Any) -> Runner:
    """A runner with the pull request of traps in `pr/flows`, from which its refused flows are taken out."""
    made = tmp_path / "runner"
    made.mkdir()
    shutil.copytree(traps.folder, made / "pr" / "flows", symlinks=True)
    shutil.rmtree(made / "pr" / "flows" / "bad")
    return Runner(made, traps.site)


def test_the_first_has_no_rights_and_takes_nothing_of_the_stranger_but_data() -> None:
    run, every = workflow(RUN), steps(RUN)
    assert run[True] == "pull_request"  # YAML reads the key `on` as true
    assert run["permissions"] == {}
    assert "secrets." not in RUN.read_text("utf-8")
    assert "cache" not in RUN.read_text("utf-8")
    checkouts = [step["with"] for step in every if step.get("uses", "").startswith("actions/checkout@")]
    assert [step["persist-credentials"] for step in checkouts] == [False, False]
    assert checkouts[0]["ref"] == "${{ github.event.pull_request.base.sha }}"
    (install,) = (step["run"] for step in every if step.get("name") == INSTALL)
    assert "--require-hashes -r base/" in install
    assert "pr/" not in install
    docflows = [line for command in commands(RUN) for line in re.findall(r"docflow \w+ .*", command)]
    assert [line.split()[1] for line in docflows] == ["check", "run"]
    assert all("--untrusted" in line and "--plugins" in line for line in docflows)
    assert "--sandbox=require" in docflows[1]


@pytest.mark.parametrize("file", [RUN, REPORT], ids=["run", "report"])
def test_nothing_of_an_event_is_pasted_into_a_command(file: Path) -> None:
    assert not [command for command in commands(file) if "${{" in command]


def test_the_second_may_write_and_executes_nothing() -> None:
    report = workflow(REPORT)
    assert report["permissions"] == {}
    assert report["jobs"]["report"]["permissions"] == {"actions": "read", "statuses": "write"}
    assert not [step for step in steps(REPORT) if "checkout" in step.get("uses", "")]
    assert "docflow" not in "".join(commands(REPORT))


def test_both_run_among_traps(runner: Runner, traps: Any) -> None:
    done = runner.run(RUN)
    assert done.returncode == 0, done.stdout + done.stderr
    assert traps.tripped() == []
    shutil.copytree(runner.folder / "temp" / "result", runner.folder / "kept")
    assert runner.run(REPORT).returncode == 0
    assert runner.told == [
        *("api", "repos/us/ours/statuses/0123abc", "-f", "context=flows", "-f", "state=success", "-f"),
        "description=2 seen, 1 written, 0 dropped, 1 quarantined",
    ]


def test_a_flow_that_wants_too_much_stops_the_first(runner: Runner, traps: Any) -> None:
    shutil.copytree(traps.folder / "bad", runner.folder / "pr" / "flows" / "bad", symlinks=True)
    done = runner.run(RUN)
    assert done.returncode == 2
    assert traps.tripped() == []
    assert not (runner.folder / "temp" / "result").exists()


HOSTILE = {
    "no JSON": "{",
    "a text for a number": '{"flows": [{"sums": {"seen": "$(touch told)", "written": 1}}]}',
    "a truth for a number": '{"flows": [{"sums": {"seen": true}}]}',
    "deep": "[" * 100_000,
    "huge": '{"flows": [{"sums": {"seen": 1' + "0" * 5000 + "}}]}",
    "negative": '{"flows": [{"sums": {"seen": -1}}]}',
    "large": " " * 10_000_001,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_second_takes_numbers_only(runner: Runner, text: str) -> None:
    result = runner.folder / "temp" / "result"
    result.mkdir()
    (result / "1.json").write_text(text)
    assert runner.run(REPORT).returncode == 0
    assert runner.told[-1] == "description=the reports cannot be read"
