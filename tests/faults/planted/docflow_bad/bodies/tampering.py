"""Harm to the process itself, which other documents would feel; the text comes back as it was."""

import atexit
import builtins
import gc
import json
import locale
import os
import random
import re
import resource
import shutil
import signal
import sys
import threading
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec


def prints_much(text: str) -> str:
    print("noise " * 200_000)
    print("noise " * 200_000, file=sys.stderr)
    os.write(1, b"raw noise\n" * 10_000)
    os.write(2, b"raw noise\n" * 10_000)
    return text


def prints_control(text: str) -> str:
    print("\x1b[2J::error::broken\r\n::add-mask::x", flush=True)
    print("\x1b[2J::error::broken\r\n::add-mask::x", file=sys.stderr, flush=True)
    return text


def closes_stdout(text: str) -> str:
    sys.stdout.close()
    sys.stderr.close()
    return text


def closes_1_and_2(text: str) -> str:
    for number in (0, 1, 2):
        os.close(number)
    return text


def loses_stdout(text: str) -> str:
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = None  # type: ignore[assignment, misc]
    return text


def changes_folder(text: str) -> str:
    os.chdir("/")
    return text


def changes_umask(text: str) -> str:
    os.umask(0o777)
    return text


def empties_environment(text: str) -> str:
    os.environ.clear()
    os.environ["TZ"] = "Asia/Tokyo"
    time.tzset()
    return text


def patches_len(text: str) -> str:
    builtins.len = lambda _: 1  # type: ignore[assignment]
    return text


def patches_open(text: str) -> str:
    builtins.open = os.open = os.write = None  # type: ignore[assignment]
    return text


def patches_print(text: str) -> str:
    builtins.print = builtins.isinstance = builtins.str = None  # type: ignore[assignment, misc]
    return text


def patches_json(text: str) -> str:
    json.dumps = json.loads = msgspec.json.encode = msgspec.msgpack.encode = lambda *_, **__: b"{}"  # type: ignore[assignment]
    msgspec.json.Encoder = msgspec.json.Decoder = msgspec.msgpack.Encoder = None  # type: ignore[assignment, misc]
    return text


def patches_re(text: str) -> str:
    re.compile = re.sub = re.search = lambda *_, **__: None  # type: ignore[assignment]
    return text


def forgets_modules(text: str) -> str:
    for name in ("json", "msgspec", "os", "re", "docflow", "docflow.engine"):
        sys.modules.pop(name, None)
    return text


def changes_locale(text: str) -> str:
    for name in ("de_DE.UTF-8", "C.UTF-8", "C"):
        with suppress(locale.Error):
            locale.setlocale(locale.LC_ALL, name)
            break
    return text


def changes_signals(text: str) -> str:
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGCHLD):
        signal.signal(number, signal.SIG_IGN)
    return text


def sets_an_alarm(text: str) -> str:
    """Dies of it a little later, in another document's time, unless somebody takes care."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    return text


def leaves_threads(text: str) -> str:
    never = threading.Event()
    for _ in range(20):
        threading.Thread(target=never.wait).start()
    return text


def leaves_a_busy_thread(text: str) -> str:
    def spin() -> None:
        while True:
            time.sleep(0.001)

    threading.Thread(target=spin).start()
    return text


def hangs_at_exit(text: str) -> str:
    atexit.register(time.sleep, 100_000)
    return text


def prints_at_exit(text: str) -> str:
    atexit.register(print, "Traceback of a goodbye")
    return text


def warnings_as_errors(text: str) -> str:
    warnings.simplefilter("error")
    warnings.warn("from a component", stacklevel=1) if not text else None
    return text


def warns(text: str) -> str:
    warnings.warn("from a component", stacklevel=1)
    return text


def lowers_recursion_limit(text: str) -> str:
    with suppress(RecursionError):
        sys.setrecursionlimit(sys.getrecursionlimit() // 10)
    return text


def seeds(text: str) -> str:
    random.seed(1)
    gc.disable()
    return text


def traces(text: str) -> str:
    def trace(*_: Any) -> Any:
        raise RuntimeError("from a trace function")

    sys.setprofile(lambda *_: None)
    threading.settrace(trace)
    return text


def closes_descriptors(text: str) -> str:
    os.closerange(3, 4096)
    return text


def lowers_open_files(text: str) -> str:
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    return text


def lowers_file_size(text: str) -> str:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    return text


def leaks_some_descriptors(text: str) -> str:
    """Forget a few dozen open files, fewer than anybody would miss."""
    for _ in range(50):
        os.dup(0)
    return text


def leaks_descriptors(text: str) -> str:
    """Take every descriptor that there is, and keep them."""
    with suppress(OSError):
        while True:
            os.dup(0)
    return text


def writes_everywhere(text: str) -> str:
    """Write noise into every open descriptor, the protocol among them."""
    for number in range(3, 256):
        with suppress(OSError):
            os.set_blocking(number, False)
            os.write(number, b"\xff\xffnoise" * 100)
    return text


def raises_and_patches(text: str) -> str:
    """Raise, which costs the document, but not without harm."""
    builtins.len = lambda _: 1  # type: ignore[assignment]
    os.chdir("/")
    raise ValueError("and the folder is another")


def removes_unfinished_work(text: str) -> str:
    """Remove the folders in which parts are being written, its own and those of other workers."""
    for folder in Path.cwd().glob("out/.docflow/*/staging/work/*"):
        shutil.rmtree(folder, ignore_errors=True)
    return text


BODIES = (
    prints_much,
    prints_control,
    closes_stdout,
    closes_1_and_2,
    loses_stdout,
    changes_folder,
    changes_umask,
    empties_environment,
    patches_len,
    patches_open,
    patches_print,
    patches_json,
    patches_re,
    forgets_modules,
    changes_locale,
    changes_signals,
    sets_an_alarm,
    leaves_threads,
    leaves_a_busy_thread,
    hangs_at_exit,
    prints_at_exit,
    warnings_as_errors,
    warns,
    lowers_recursion_limit,
    seeds,
    traces,
    closes_descriptors,
    lowers_open_files,
    lowers_file_size,
    leaks_some_descriptors,
    leaks_descriptors,
    writes_everywhere,
    raises_and_patches,
    removes_unfinished_work,
)
