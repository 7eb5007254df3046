"""What a confined process may do; each is tried in a process of its own, since nothing leads back."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from docflow.engine.crew.sandbox import landlock, syscalls
from docflow.engine.crew.sandbox.enter import Confinement, Kernel, enter, here, lacking, refuse_lacking
from docflow.errors import MachineError

LINUX = pytest.mark.skipif(not landlock.abi(), reason="this kernel has no Landlock")
START = """
import ctypes, ctypes.util, json, os, pathlib, socket, subprocess, sys
from docflow.engine.crew.sandbox.enter import Confinement, enter
folder = sys.argv[1]
given = {**json.loads(sys.argv[2])}
given = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
pair = socket.socketpair()
layers = enter(Confinement(**given), parent=os.getppid())
try:
    said = TRIED
except BaseException as error:
    said = type(error).__name__
sys.stdout.write(json.dumps([said, layers]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("good")
    (tmp_path / "work").mkdir()
    (tmp_path / "secret.txt").write_text("no")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret.txt")
    return tmp_path


def tried(folder: Path, what: str, **more: object) -> tuple[object, list[str]]:
    """Return what an expression gives in a confined process (or the class of its error), and the layers."""
    given = {"read": [str(folder / "in")], "write": [str(folder / "work")], **more}
    command = [sys.executable, "-c", START.replace("TRIED", what), str(folder), json.dumps(given)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    assert ran.returncode == 0, ran.stderr
    said, layers = json.loads(ran.stdout)
    return said, layers


DENIED = {
    "a file of the system": "open('/etc/passwd').read()",
    "a file beside the inputs": "open(folder + '/secret.txt').read()",
    "a link that leads out": "open(folder + '/in/link.txt').read()",
    "the list of a folder": "os.listdir('/etc')",
    "writing over an input": "open(folder + '/in/a.txt', 'w')",
    "cutting an input short": "os.truncate(folder + '/in/a.txt', 0)",
    "a new file beside the inputs": "open(folder + '/in/b.txt', 'w')",
    "removing an input": "os.unlink(folder + '/in/a.txt')",
    "moving an input": "os.rename(folder + '/in/a.txt', folder + '/work/a.txt')",
    "a link to a secret": "os.link(folder + '/secret.txt', folder + '/work/s')",
    "a symbolic link": "os.symlink('/etc', folder + '/work/s')",
    "another program": "subprocess.run(['/bin/true'])",
    "a program in its own folder": "os.execv(sys.executable, ['python', '-c', '1'])",
    "a connection": "socket.create_connection(('127.0.0.1', 9), 1)",
    "a datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "a socket in a folder": "socket.socket(socket.AF_UNIX)",
    "a signal to its parent": "os.kill(os.getppid(), 0)",
    "the environment of its parent": "open(f'/proc/{os.getppid()}/environ').read()",
}


@LINUX
@pytest.mark.parametrize("what", DENIED.values(), ids=DENIED)
def test_denied(folder: Path, what: str) -> None:
    said, _ = tried(folder, what)
    assert said in ("PermissionError", "OSError")  # the latter for a link: it says that devices differ
    assert (folder / "in" / "a.txt").read_text() == "good"


@LINUX
def test_the_c_library_is_held_too(folder: Path) -> None:
    said, _ = tried(folder, "ctypes.CDLL(None).open(b'/etc/passwd', 0)")
    assert said == -1


@LINUX
def test_more_memory_than_allowed(folder: Path) -> None:
    said, layers = tried(folder, "len(bytearray(400_000_000))", memory=300_000_000)
    assert said == "MemoryError"
    assert "memory:data" in layers


@LINUX
def test_a_file_above_the_limit_is_an_error_and_no_signal(folder: Path) -> None:
    said, _ = tried(folder, "pathlib.Path(folder, 'work', 'x').write_bytes(bytes(9000))", largest=8192)
    assert said == "OSError"


ALLOWED = {
    "reading an input": ("open(folder + '/in/a.txt').read()", "good"),
    "writing its own files": ("pathlib.Path(folder, 'work', 'x').write_text('1234')", 4),
    "a folder in its own": ("os.makedirs(folder + '/work/a/b')", None),
    "renaming in its own": ("[os.mkdir(folder + '/work/x'), os.rename(folder + '/work/x', folder + '/work/y')][-1]", None),  # noqa: E501
    "removing in its own": ("[os.mkdir(folder + '/work/x'), os.rmdir(folder + '/work/x')][-1]", None),
    "a lazy import": ("__import__('fractions').Fraction(1, 2).denominator", 2),
    "a lazy codec": ("b'\\xa4'.decode('cp866').isalpha()", True),
    "a lazy C module": ("__import__('bz2').compress(b'')[:2].decode()", "BZ"),
    "a lazy library": ("__import__('re2').search('b+', 'abbc').group()", "bb"),
    "a time zone": ("str(__import__('zoneinfo').ZoneInfo('UTC'))", "UTC"),
    "the null device": ("open('/dev/null', 'wb').write(b'1')", 1),
    "random bytes": ("len(open('/dev/urandom', 'rb').read(3))", 3),
    "its own size": ("open('/proc/self/statm').read() != ''", True),
    "a pipe that was open": ("[pair[0].send(b'12'), pair[1].recv(9).decode()][1]", "12"),
    "a thread": ("__import__('concurrent.futures').futures.ThreadPoolExecutor().submit(abs, -1).result()", 1),
}  # fmt: skip


@LINUX
@pytest.mark.parametrize(("what", "expected"), ALLOWED.values(), ids=ALLOWED)
def test_allowed(folder: Path, what: str, expected: object) -> None:
    assert tried(folder, what)[0] == expected


@LINUX
def test_all_layers_are_told_and_required(folder: Path) -> None:
    said, layers = tried(folder, "1", mode="require")
    assert said == 1
    assert {"no_new_privs", f"landlock:{landlock.abi()}", "dumpable", "parent", "files"} <= {*layers}
    assert ("seccomp" in layers) == syscalls.supported()


@LINUX
def test_off_keeps_the_limits_only(folder: Path) -> None:
    said, layers = tried(folder, "open(folder + '/secret.txt').read()", mode="off")
    assert said == "no"
    assert layers == ["parent", "memory:data", "files"]


@LINUX
def test_a_component_that_needs_the_network_has_it(folder: Path) -> None:
    said, layers = tried(
        folder, "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).fileno() > 0", network=True
    )
    assert said is True
    assert "network" not in layers


@LINUX
def test_a_component_that_starts_programs_may_and_they_are_confined_too(folder: Path) -> None:
    run = "subprocess.run(['/bin/{}'], capture_output=True, check=False).returncode"
    assert tried(folder, run.format("cat', folder + '/in/a.txt"), programs=True)[0] == 0
    assert tried(folder, run.format("cat', folder + '/secret.txt"), programs=True)[0] == 1
    assert tried(folder, "subprocess.run([sys.executable, '-c', '']).returncode", programs=True)[0] == 0


@LINUX
def test_a_folder_to_write_to_that_is_not_there(folder: Path) -> None:
    command = START.replace("TRIED", "1").replace("layers = enter", "layers = [] if 0 else enter")
    given = json.dumps({"write": [str(folder / "gone")]})
    ran = subprocess.run(
        [sys.executable, "-c", command, str(folder), given], check=False, capture_output=True, text=True
    )
    assert "MachineError: a worker cannot be confined: there is no folder" in ran.stderr


@LINUX
def test_sandboxes_in_one_another(folder: Path) -> None:
    """The kernel allows 16; `auto` then goes on with those that are there, `require` does not."""
    more = "[enter(Confinement(write=given['write'], mode='{}')) for _ in range(20)][-1]"
    said, _ = tried(folder, more.format("auto"))
    assert isinstance(said, list)
    assert "no_new_privs" in said
    assert not [layer for layer in said if layer.startswith("landlock")]
    assert tried(folder, more.format("require"))[0] == "MachineError"


@LINUX
def test_the_death_of_the_parent_before_we_began(folder: Path) -> None:
    command = START.replace("TRIED", "1").replace("parent=os.getppid()", "parent=os.getpid()")
    ran = subprocess.run(
        [sys.executable, "-c", command, str(folder), "{}"], check=False, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stdout) == (1, "")


OLD = Kernel(linux=True, landlock=0, seccomp=True)


def test_an_old_kernel_is_refused_where_all_is_required() -> None:
    with pytest.raises(MachineError, match="this machine lacks Landlock, which holds a worker") as refused:
        enter(Confinement(mode="require"), kernel=OLD)
    assert refused.value.exit_code == 5


def test_what_is_lacking() -> None:
    none = Kernel(linux=False, landlock=0, seccomp=False)
    assert len(lacking(Confinement(), none)) == 2
    assert len(lacking(Confinement(network=True), none)) == 1
    assert lacking(Confinement(), Kernel(linux=True, landlock=1, seccomp=True)) == ()
    refuse_lacking(Confinement(mode="auto"), none)
    with pytest.raises(MachineError, match=r"Landlock.* and seccomp"):
        refuse_lacking(Confinement(mode="require"), none)


def test_this_machine() -> None:
    assert here().landlock == landlock.abi()
