"""A disk that is really full, under real workers: exit 5, one sentence, no wrong file, whole with space."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SIZES = (8, 100, 600, 2000, 4000, 8000, 16000)
"""Kilobytes of the disk: too few at the start, in the parts, in the merge, or enough."""
LENGTHS = (1, 8, 100, 600, 1500, 4000)
"""Kilobytes that a file may have."""
SHORT = (8, 600, 4000)
MOUNTED = "mount -t tmpfs -o size=%dk tmpfs out && %s; code=$?; cp -a out kept; exit $code"


@pytest.fixture(scope="module")
def known(stands: Any, library: Any) -> Any:
    stand = stands("known")
    library.write(stand.folder)
    assert stand.run("main.flow", "--workers", "2").code == 0
    return stand


def _judge(stand: Any, known: Any, ended: Any) -> None:
    assert ended.left == ()
    assert "Traceback" not in ended.err
    if ended.code:
        assert ended.code == 5
        told = json.loads(ended.out)
        assert told["exit_code"] == 5
        said = ("the disk is full", "File too large", "cannot use the ledger")
        assert any(each in told["error"] for each in said), told["error"]
        assert not (stand.state() / "run.json").exists()
    new = known.outputs()
    assert [name for name, data in stand.outputs().items() if data != new[name]] == []


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_a_small_disk(stand: Any, known: Any, library: Any, size: int, *, long_run: bool) -> None:
    """In a mount of its own, which ordinary users may make, where the system lets them."""
    if size not in SHORT and not long_run:
        pytest.skip("a run of the long form")
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no user namespaces here")
    library.write(stand.folder)
    (stand.folder / "out").mkdir()
    command = " ".join(
        (sys.executable, "-m", "docflow", "run", "main.flow", "--workers", "2", "--format", "json")
    )
    with stand.start(command=["unshare", "-rm", "sh", "-c", MOUNTED % (size, command)]) as live:
        ended = live.ended()
    shutil.rmtree(stand.folder / "out")
    (stand.folder / "kept").rename(stand.folder / "out")
    _judge(stand, known, ended)
    _whole(stand, known)


@pytest.mark.slow
@pytest.mark.parametrize("size", LENGTHS)
def test_files_that_may_not_grow(stand: Any, known: Any, library: Any, size: int, *, long_run: bool) -> None:
    if size in SHORT and not long_run:
        pytest.skip("a run of the long form")
    library.write(stand.folder)
    command = " ".join(
        (sys.executable, "-m", "docflow", "run", "main.flow", "--workers", "2", "--format", "json")
    )
    with stand.start(command=["bash", "-c", f"ulimit -f {size}; {command}"]) as live:
        ended = live.ended()
    _judge(stand, known, ended)
    _whole(stand, known)


def _whole(stand: Any, known: Any) -> None:
    """With space, the same command ends what was begun."""
    ended = stand.run("main.flow", "--workers", "2")
    assert ended.code == 0, ended.err
    assert (stand.outputs(), stand.kept(), stand.litter()) == (known.outputs(), known.kept(), [])


SPY = """
import os, sys
def spy(event, args):
    if event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        frame, path = sys._getframe(1), str(args[0])
        files = []
        while frame is not None and len(files) < 3:
            files.append(frame.f_code.co_filename)
            frame = frame.f_back
        if "/out/" in path:
            os.write(int(os.environ["SPY"]), ("|".join((path, *files)) + chr(10)).encode())
sys.addaudithook(spy)
"""


def test_every_file_is_opened_by_the_seam(stand: Any, library: Any) -> None:
    """What `io/disk.py` opens, the tests of failing disks have under their eyes; nobody writes past it."""
    library.write(stand.folder)
    (stand.folder / "spy").mkdir()
    (stand.folder / "spy" / "sitecustomize.py").write_text(SPY)
    log = stand.folder / "spy.log"
    env = {"SPY": "9", "PYTHONPATH": f"{stand.folder / 'spy'}:{stand.site}:{stand.tree_of_docflow}"}
    run = f"{sys.executable} -m docflow run main.flow --workers 1 9>{log}"
    with stand.start(command=["bash", "-c", run], env=env) as live:
        assert live.ended().code == 0
    lines = [line.split("|") for line in log.read_text().splitlines()]
    assert len(lines) > 5
    allowed = ("docflow/io/disk.py", "docflow/io/atomic.py", "docflow/engine/resume/store.py")  # sqlite's own
    past = {(Path(path).name, files[0]) for path, *files in lines if not files[0].endswith(allowed)}
    assert past == set()
