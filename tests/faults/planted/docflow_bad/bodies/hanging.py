"""Ways to never come back."""

import ctypes
import os
import re
import signal
import sys
import threading
import time
from typing import Any


def loops(text: str) -> Any:
    while True:
        pass


def loops_and_swallows(text: str) -> Any:
    while True:
        try:
            while True:
                time.sleep(0.01)
        except BaseException:  # noqa: BLE001
            pass


def loops_in_c(text: str) -> Any:
    return str(sum(range(10**13)))


def regex_bomb(text: str) -> Any:
    return str(re.fullmatch(r"(a|aa)+b", "a" * 200))


def holds_the_lock(text: str) -> Any:
    """A call into C that keeps the interpreter's lock: no thread and no handler of Python runs."""
    return str(ctypes.PyDLL(None).sleep(100_000))


def sleeps(text: str) -> Any:
    time.sleep(100_000)


def sleeps_deaf(text: str) -> Any:
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
    while True:
        time.sleep(100_000)


def stops_itself(text: str) -> Any:
    os.kill(os.getpid(), signal.SIGSTOP)
    return text


def deadlocks(text: str) -> Any:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def waits_for_a_pipe(text: str) -> Any:
    ours, _theirs = os.pipe()
    os.read(ours, 1)


def waits_for_a_thread(text: str) -> Any:
    never = threading.Event()
    thread = threading.Thread(target=never.wait)
    thread.start()
    thread.join()


def asks_a_person(text: str) -> Any:
    """There is nobody at standard input: it is at its end, and `input` raises."""
    return input("name? ")


def reads_standard_input(text: str) -> Any:
    """Standard input is at its end at once."""
    return text + sys.stdin.read() + os.read(0, 100).decode()


BODIES = (
    loops,
    loops_and_swallows,
    loops_in_c,
    regex_bomb,
    holds_the_lock,
    sleeps,
    sleeps_deaf,
    stops_itself,
    deadlocks,
    waits_for_a_pipe,
    waits_for_a_thread,
    asks_a_person,
    reads_standard_input,
)
