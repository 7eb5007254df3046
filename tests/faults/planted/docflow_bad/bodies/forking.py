"""Processes that a component starts."""

import os
import subprocess
import sys
import time
from typing import Any

_SLEEP = [sys.executable, "-S", "-c", "import time; time.sleep(100_000)"]


def leaves_a_child(text: str) -> str:
    subprocess.Popen(_SLEEP)
    return text


def leaves_a_daemon(text: str) -> str:
    """A child in a session of its own, whose parent is gone."""
    code = f"import subprocess; subprocess.Popen({_SLEEP!r}, start_new_session=True)"
    subprocess.run([sys.executable, "-S", "-c", code], check=True)
    return text


def forks_and_returns(text: str) -> str:
    """Two processes come back from this call; the second must not go on with the work of the first."""
    os.fork()
    return text


def forks_a_child_that_exits(text: str) -> str:
    child = os.fork()
    if not child:
        sys.exit(0)
    os.waitpid(child, 0)
    return text


def forks_a_child_that_raises(text: str) -> str:
    child = os.fork()
    if not child:
        raise ValueError("from the child")
    os.waitpid(child, 0)
    return text


def forks_a_child_that_sleeps(text: str) -> str:
    if not os.fork():
        time.sleep(100_000)
    return text


def reaps_everything(text: str) -> Any:
    """Wait for children that are not its own."""
    while True:
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return text


BODIES = (
    leaves_a_child,
    leaves_a_daemon,
    forks_and_returns,
    forks_a_child_that_exits,
    forks_a_child_that_raises,
    forks_a_child_that_sleeps,
    reaps_everything,
)
