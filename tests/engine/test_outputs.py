"""Outputs: whole, under the right name, and never over anything that is not theirs."""

import errno
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from docflow.engine.desk import Entry
from docflow.engine.run import Bases, Watch, run
from docflow.engine.state.quarantine import Store
from docflow.errors import InputError, Interrupted, MachineError, RefusedError
from docflow.io import disk
from docflow.plan.ir import ExpectStep, Outcome, TeeStep, Where

AT = Where("test.flow", 9, 1)


def _to(kit: Any, *sinks: Any, source: Any = "in") -> Any:
    *aside, last = sinks
    tees = [TeeStep(f"tee{n}", ((sink,),), AT) for n, sink in enumerate(aside)]
    return kit.run(kit.flow(kit.records(source) if isinstance(source, str) else source, *tees, last))


def _refused(kit: Any, sentence: str, *sinks: Any, source: str = "in") -> None:
    before = sorted(kit.folder.rglob("*"))
    with pytest.raises(RefusedError, match=sentence) as caught:
        _to(kit, *sinks, source=source)
    assert caught.value.exit_code == 2
    assert sorted(kit.folder.rglob("*")) == before


def test_one_file_a_document(kit: Any) -> None:
    kit.write("in/a.rec", "a/b|one", "..|two", "same|three", "same|four", "Same|five")
    report = _to(kit, kit.to("out/md", "notes"))
    made = {path.name: path.read_text() for path in (kit.folder / "out/md").iterdir() if path.is_file()}
    assert made == {
        "a%2Fb.note": "one",
        "%2E%2E.note": "two",
        "same.note": "three",
        "same%~2.note": "four",
        "Same%~3.note": "five",
    }
    (output,) = report.flows[0].outputs
    assert (output.documents, output.files, output.bytes, output.sha256) == (5, 5, 19, "")


def test_files_of_an_earlier_run_go_and_others_stay(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "2|two")
    sinks = (kit.to("out/md", "notes"), kit.to("out/all.txt"))
    _to(kit, *sinks)
    (kit.folder / "out/md/mine.note").write_text("written by hand")
    kit.write("in/a.rec", "2|two", "3|three")
    _to(kit, *sinks)
    assert sorted(path.name for path in (kit.folder / "out/md").iterdir()) == [
        "2.note",
        "3.note",
        "mine.note",
    ]


def _list_of(kit: Any) -> Path:
    (path,) = (kit.state() / "files").iterdir()
    return path


def test_a_poisoned_list_of_files_reaches_nowhere(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    victim = kit.write("victim.txt", "keep me")
    sinks = (kit.to("out/md", "notes"), kit.to("out/all.txt"))
    _to(kit, *sinks)
    assert _list_of(kit).read_text() == "1.note\n"
    stale = kit.write("out/md/stale.note", "made by an earlier run")
    names = ["../../victim.txt", "..", "", str(victim), "stale.note"]
    _list_of(kit).write_text("\n".join(names) + "\n")
    _to(kit, *sinks)
    assert not stale.exists()
    _list_of(kit).write_bytes(b"{broken \xff")
    _to(kit, *sinks)
    assert victim.exists()


class KilledError(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("after", range(5))
def test_a_kill_while_files_get_their_names_leaves_no_file_unknown(
    kit: Any, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    sinks = (kit.to("out/md", "notes"), kit.to("out/all.txt"))
    kit.write("in/a.rec", "1|one", "2|two")
    _to(kit, *sinks)
    kit.write("in/a.rec", *(f"{n}|killed" for n in range(2, 7)))
    placed, real = [], disk.replace

    def replace(temp: Any, final: Any) -> None:
        if Path(final).suffix == ".note":
            if len(placed) == after:
                raise KilledError
            placed.append(final)
        real(temp, final)

    monkeypatch.setattr(disk, "replace", replace)
    with pytest.raises(KilledError):
        _to(kit, *sinks)
    monkeypatch.undo()
    kit.write("in/a.rec", "9|nine")
    _to(kit, *sinks)
    assert [path.name for path in (kit.folder / "out/md").iterdir()] == ["9.note"]
    assert _list_of(kit).read_text() == "9.note\n"


def test_a_file_with_the_same_bytes_is_left_alone(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "2|two", "3|three")
    _to(kit, kit.to("out/md", "notes"))
    folder = kit.folder / "out/md"
    before = (folder / "1.note").stat()
    (folder / "2.note").write_text("TWO")
    (folder / "3.note").unlink()
    (folder / "3.note").symlink_to(kit.write("mine.txt", "three"))
    (kit.folder / "mine.txt").write_text("three")
    _to(kit, kit.to("out/md", "notes"))
    after = (folder / "1.note").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert (folder / "2.note").read_text() == "two"
    assert not (folder / "3.note").is_symlink()


def test_an_output_over_an_input(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    _refused(kit, "would overwrite the input `a.rec`", kit.to("in/a.rec"))
    (kit.folder / "link").symlink_to(kit.folder / "in")
    _refused(kit, "would overwrite the input", kit.to("link/a.rec"))
    os.link(kit.folder / "in/a.rec", kit.folder / "twin.rec")
    _refused(kit, "would overwrite the input", kit.to("twin.rec"))


def test_an_output_that_the_next_run_would_read(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    kit.write("in/deep/b.rec", "1|one")
    _refused(kit, "would read the output `in/new.rec` at the next run", kit.to("in/new.rec"))
    _refused(kit, "at the next run", kit.to("in/new.rec"), source="in/*.rec")
    _refused(kit, "at the next run", kit.to("in/deep/x/new.rec"), source="in/**/*.rec")
    _refused(kit, "at the next run", kit.to("in/md", "notes"))
    _to(kit, kit.to("in/new.txt"), source="in/*.rec")
    _to(kit, kit.to("in/.out/new.rec"), source="in/**/*.rec")


def test_a_folder_of_outputs_that_holds_inputs(kit: Any) -> None:
    kit.write("in/a.note", "1|one")
    _refused(kit, "would overwrite the input `a.note`", kit.to("in", "notes"), source="in/a.note")


def test_dangerous_places(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    kit.write("test.flow", "from ...")
    kit.write("other.flow", "from ...")
    _refused(kit, "is the flow file itself", kit.to("test.flow"))
    _refused(kit, "is a flow file", kit.to("other.flow"))
    _refused(kit, "inside a `.git` folder", kit.to(".git/hooks/x"))
    _refused(kit, "inside a `.docflow` folder", kit.to(".docflow/x"))
    _refused(kit, "is a folder; the sink writes a file", kit.to("in"))
    _refused(kit, "is a file; the sink writes a folder", kit.to("in/a.rec", "notes"), source="in/a.rec")


def test_links_hide_no_input(kit: Any) -> None:
    kit.write("in/a.note", "1|one")
    (kit.folder / "out").symlink_to(kit.folder / "in")
    _refused(kit, "would overwrite the input `a.note`", kit.to("out", "notes"), source="in/a.note")
    kit.write("in/b.rec", "1|one")
    _refused(kit, "at the next run", kit.to("out", "notes"), source="in/[b-z].*")
    kit.write("real/b.note", "1|one")
    kit.write("links/none.txt")
    (kit.folder / "links/b.note").symlink_to(kit.folder / "real/b.note")
    _refused(kit, "would overwrite the input `b.note`", kit.to("real", "notes"), source="links/b.note")


def test_the_state_of_the_run_is_no_input(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    _to(kit, kit.to("out/a.txt"))
    source = "out/.docflow/test/run.json"
    _refused(kit, "belongs to this flow's earlier runs", kit.to("out/b.txt"), source=source)
    _to(kit, kit.to("else/b.txt"), source=source)


def test_only_ordinary_files_are_replaced(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    os.mkfifo(kit.folder / "pipe")
    _refused(kit, "`pipe` is no ordinary file", kit.to("pipe"))
    _refused(kit, "`/dev/null` is no ordinary file", kit.to("/dev/null"))
    _refused(kit, "`/dev/stdout` is no ordinary file", kit.to("/dev/stdout"))


def test_paths_that_no_file_can_have(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    _refused(kit, "holds a NUL character", kit.to("out/a\0b"))
    _refused(kit, "the home folder in `~nobody-here/a` is not known", kit.to("~nobody-here/a"))
    _refused(kit, "is not known", kit.to("out/a"), source="~nobody-here/a")
    _refused(kit, "File name too long", kit.to("out/" + "x" * 5000))
    with pytest.raises(InputError, match="no input matches"):
        _to(kit, kit.to("out/a"), source="in/" + "x" * 5000)


def test_two_sinks_on_one_path(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    _refused(kit, "two sinks write to `out/a.txt`", kit.to("out/a.txt"), kit.to("out/./b/../a.txt"))
    _refused(kit, "a file of one sink and a folder of another", kit.to("out/a"), kit.to("out/a/b.txt"))


def test_a_flow_without_a_sink(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    with pytest.raises(RefusedError, match="writes nothing"):
        kit.run(kit.flow(kit.records("in"), kit.apply("upper")))


def test_a_file_where_a_folder_must_be(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    kit.write("out", "a file")
    _refused(kit, "a part of the path is a file|a file stands in the place", kit.to("out/deep/a.txt"))


@pytest.mark.parametrize("name", ["make_folder", "open_new"])
def test_a_place_that_cannot_be_written(kit: Any, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    kit.write("in/a.rec", "1|one")

    def read_only(path: Path) -> Any:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(disk, name, read_only)
    with pytest.raises(RefusedError, match="the file system is read-only; nothing was run"):
        _to(kit, kit.to("out/a.txt"))
    assert not (kit.folder / "out/a.txt").exists()


def _full(real: Any) -> Any:
    """Return a function of the disk that fails for what becomes an output."""

    def full(path: Path, *rest: Any) -> Any:
        if any(word in str(path) for word in ("sink-", "whole-", "grown-")):
            raise OSError(28, "No space left on device", str(path))
        return real(path, *rest)

    return full


@pytest.mark.parametrize("point", ["write", "write_new", "replace", "fsync_file"])
def test_a_full_disk(kit: Any, monkeypatch: pytest.MonkeyPatch, point: str) -> None:
    kit.write("in/a.rec", "1|before")
    _to(kit, kit.to("out/md", "notes"), kit.to("out/a.txt"))
    before = kit.tree()
    run_json = (kit.state() / "run.json").read_bytes()
    kit.write("in/a.rec", "1|after")
    for name in ("open_new", "open_more") if point == "write" else (point,):
        monkeypatch.setattr(disk, name, _full(getattr(disk, name)))
    with pytest.raises(MachineError, match="the disk is full") as caught:
        _to(kit, kit.to("out/md", "notes"), kit.to("out/a.txt"))
    monkeypatch.undo()
    assert caught.value.exit_code == 5
    if point != "replace":  # what is joined stays where only its name is missing
        assert list((kit.state() / "whole").glob("*")) == []
    assert kit.tree() == before
    left = kit.state() / "run.json"
    assert (left.read_bytes() if left.exists() else None) == (None if point == "replace" else run_json)
    assert not (kit.state() / "staging").exists()
    _to(kit, kit.to("out/md", "notes"), kit.to("out/a.txt"))
    assert kit.read("out/a.txt") == ["1|after"]


@pytest.mark.parametrize("action", ["skip", "drop", "quarantine"])
def test_a_quarantine_that_cannot_be_written_is_no_error_of_the_step(
    kit: Any, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    kit.write("in/a.rec", "1|one", "2|two")
    condition = kit.where("text", "one")
    step = ExpectStep("expect", condition, Outcome("quarantine", "no"), "", Outcome(action), AT)

    def full(self: Store, entry: Entry) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Store, "add", full)
    with pytest.raises(MachineError, match="cannot write the quarantine: No space left"):
        kit.run(kit.flow(kit.records("in"), step, kit.to("out/a.txt")))
    assert kit.tree() == {}


def test_a_second_signal_does_not_break_the_cleaning_up(kit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kit.write("in/a.rec", "1|one")
    whole = disk.remove_tree

    def interrupted(path: Path) -> None:
        if path.exists():
            os.kill(os.getpid(), signal.SIGINT)
        whole(path)

    monkeypatch.setattr(disk, "remove_tree", interrupted)
    with pytest.raises(Interrupted, match="interrupted, but the run was done: all outputs are complete"):
        _to(kit, kit.to("out/a.txt"))
    assert kit.read("out/a.txt") == ["1|one"]
    assert not (kit.state() / "staging").exists()


def test_state_stands_in_the_folder_that_holds_all_outputs(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    report = _to(kit, kit.to("out/x/a.txt"), kit.to("out/y/b.txt"))
    assert report.run_file == "out/.docflow/test/run.json"
    assert _to(kit, kit.to("md", "notes")).run_file == "md/.docflow/test/run.json"


def test_a_quarantine_that_is_empty_leaves_no_file(kit: Any) -> None:
    kit.write("in/a.rec", "1|one", "!")
    assert _to(kit, kit.to("out/a.txt")).quarantine == "out/.docflow/test/quarantine.jsonl"
    kit.write("in/a.rec", "1|one")
    assert _to(kit, kit.to("out/a.txt")).quarantine == ""
    assert not (kit.state() / "quarantine.jsonl").exists()


def test_a_run_that_finds_no_input_keeps_earlier_outputs(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    _to(kit, kit.to("out/a.txt"))
    before = kit.tree()
    (kit.folder / "in/a.rec").unlink()
    with pytest.raises(InputError):
        _to(kit, kit.to("out/a.txt"))
    assert kit.tree() == before


def test_staging_of_a_killed_run_goes(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    stale = kit.write("out/.docflow/test/staging/sink-0000/00000007", "stale")
    _to(kit, kit.to("out/a.txt"))
    assert not stale.exists()
    assert kit.read("out/a.txt") == ["1|one"]


def test_a_second_run_at_the_same_time_is_told_who_is_at_work(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    flow = kit.flow(kit.records("in"), kit.to("out/a.txt"))

    def again(_: object) -> None:
        with pytest.raises(MachineError, match=rf"process {os.getpid()} \(since .*\) is writing"):
            kit.run(flow)

    kit.run(flow, watch=Watch(flow_started=again))
    assert kit.read("out/a.txt") == ["1|one"]


@pytest.mark.parametrize("name", ["run.json", "quarantine.jsonl"])
def test_a_folder_in_the_place_of_a_file_of_the_state_is_refused_early(kit: Any, name: str) -> None:
    kit.write("in/a.rec", "1|one")
    (kit.folder / "out/.docflow/test" / name).mkdir(parents=True)
    with pytest.raises(RefusedError, match=f"{name}` is a folder.*nothing was run"):
        kit.run(kit.flow(kit.records("in"), kit.to("out/a.txt")))
    assert not (kit.folder / "out/a.txt").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_files_get_their_names_is_obeyed_afterwards(
    kit: Any, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    kit.write("in/a.rec", "1|one", "2|two")
    real = disk.replace

    def replace(temp: Any, final: Any) -> None:
        if Path(final).name == "1.note":
            os.kill(os.getpid(), number)
        real(temp, final)

    monkeypatch.setattr(disk, "replace", replace)
    with pytest.raises(Interrupted, match="all outputs are complete") as caught:
        _to(kit, kit.to("out/md", "notes"), kit.to("out/a.txt"))
    assert (caught.value.exit_code, caught.value.complete) == (128 + number, True)
    assert kit.read("out/a.txt") == ["1|one", "2|two"]
    assert len(list((kit.folder / "out/md").iterdir())) == 2
    assert (kit.state() / "run.json").exists()
    assert not (kit.state() / "staging").exists()


def test_a_fault_while_files_get_their_names_says_what_stands(
    kit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit.write("in/a.rec", "1|one", "2|two")
    real = disk.replace

    def replace(temp: Any, final: Any) -> None:
        if Path(final).name == "2.note":
            raise OSError(errno.EIO, "Input/output error", str(final))
        real(temp, final)

    monkeypatch.setattr(disk, "replace", replace)
    with pytest.raises(MachineError, match=r"Input/output error .*some may be new and some old; run again"):
        _to(kit, kit.to("out/md", "notes"))
    assert [path.name for path in (kit.folder / "out/md").glob("*.note")] == ["1.note"]


@pytest.mark.parametrize(
    ("one", "other"), [("out/a.txt", "out/b.txt"), ("out/a.txt", "out/md"), ("out/md", "out/md")]
)
def test_runs_of_two_flows_never_write_into_one_folder_at_once(kit: Any, one: str, other: str) -> None:
    kit.write("in/a.rec", "1|one")
    first = [TeeStep("tee", ((kit.to("out/md", "notes"),),), AT)] if one != "out/md" else []
    sink = kit.to(one, "notes" if one == "out/md" else "lines")
    flow = kit.flow(kit.records("in"), *first, sink)
    sink = kit.to(other, "notes" if other == "out/md" else "lines")
    second = evolve(kit.plan(kit.flow(kit.records("in"), sink)), name="second")
    bases = Bases(kit.folder, kit.folder)

    def again(_: object) -> None:
        with pytest.raises(MachineError, match=r"is writing to `.*`; wait until it ends"):
            run(second, kit.catalog, bases)

    kit.run(flow, watch=Watch(flow_started=again))
    assert run(second, kit.catalog, bases).exit_code == 0


def test_a_flow_may_be_called_lock(kit: Any) -> None:
    kit.write("in/a.rec", "1|one")
    plan = evolve(kit.plan(kit.flow(kit.records("in"), kit.to("out/a.txt"))), name="lock")
    assert run(plan, kit.catalog, Bases(kit.folder, kit.folder)).exit_code == 0
