"""What a component may not change in its worker, what is put back behind it, what it may do."""

import os
import subprocess
import sys

import pytest

CODE = """
import sys
from pathlib import Path
from docflow.engine.crew.process.channel import pair
from docflow.engine.crew.process.taint import Original
from docflow.engine.crew.process.vault import Vault
import builtins, gc, json, locale, os, pathlib, signal, threading, warnings
ours, theirs = pair()
vault = Vault(ours.fileno())
vault.shut()
watch = Original(Path.cwd(), vault)
watch.begin("")
exec(sys.argv[1])
said = watch.changed()
again = watch.changed()
os.write(2, (said + "|" + again).encode())
"""
"""A process of its own: what is tried would break the tests themselves."""

BROKEN = {
    "builtins.len = lambda value: 7": "changed `builtins.len`",
    "json.dumps = repr": "changed `json.dumps`",
    "pathlib.Path.open = None": "changed `pathlib.Path.open`",
    "os.chdir('/')": "changed the working folder",
    "os.umask(0)": "changed the umask",
    "sys.setrecursionlimit(200)": "lowered the recursion limit",
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)": "changed how signals are handled",
    "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])": "blocked signals",
    "os.close(1)": "closed or replaced the open file 1",
    "os.dup2(0, ours.fileno())": "closed or replaced the open file",
    "os.write(ours.fileno(), b'x')": "wrote to or read from files that are not its own",
    "os.write(vault.numbers[2], b'x')": "wrote to or read from files that are not its own",
    "os.read(vault.numbers[2], 9)": "wrote to or read from files that are not its own",
    "import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); "
    "resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))": "changed the limit RLIMIT_NOFILE",
    "low = os.dup(0)\n"
    "try:\n while True: os.dup(0)\nexcept OSError: os.close(low)": "left too many files open",
}
QUIET = [
    "os.environ['TZ'] = 'UTC'; del os.environ['PATH']",
    "sys.stdout = None",
    "sys.stdout.close()",
    "sys.setrecursionlimit(5000)",
    "warnings.simplefilter('error')",
    "sys.settrace(lambda *_: None)",
    "gc.disable()",
    "sys.modules.pop('json')",
    "signal.alarm(100)",
    "builtins._ = str",
    "threading.Thread(target=threading.Event().wait, daemon=True).start()",
    "import random; random.seed(7)",
]


def tried(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CODE, code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr


@pytest.mark.parametrize(("code", "said"), BROKEN.items())
def test_a_broken_contract_is_named(code: str, said: str) -> None:
    if "NOFILE" in code and "try" in code:
        code = f"import resource; resource.setrlimit; {code}"
    assert tried(code).startswith(said)


@pytest.mark.parametrize("code", QUIET)
def test_what_does_no_harm_passes(code: str) -> None:
    assert tried(code) == "|"


def test_what_is_put_back_is_as_it_was() -> None:
    see = "(dict(os.environ), locale.setlocale(locale.LC_ALL), sys.getrecursionlimit(), [*warnings.filters])"
    code = f"""
before = {see}
os.environ["PATH"], os.environ["LC_ALL"] = "/nowhere", "xx"
warnings.simplefilter("ignore")
sys.setrecursionlimit(before[2] + 500)
sys.modules.pop("json")
gc.disable()
assert watch.changed() == ""
assert {see} == before
assert sys.modules["json"] is json and gc.isenabled()
"""
    assert tried(code) == "|"


def test_a_change_is_told_until_it_is_undone() -> None:
    code = """
kept, builtins.sorted = sorted, list
assert watch.changed() == watch.changed() == "changed `builtins.sorted`"
builtins.sorted = kept
"""
    assert tried(code) == "|"


def test_a_file_that_a_component_opens_and_keeps_is_its_own() -> None:
    assert tried("kept = [open(os.devnull) for _ in range(20)]; warnings.simplefilter('ignore')") == "|"
