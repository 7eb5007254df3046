"""Secrets: read at the start, never shown."""

from typing import Any

import pytest

from docflow.errors import RefusedError, RunError
from docflow.plan.ir import Outcome, SecretRef


def _flow(kit: Any, outcome: Outcome) -> Any:
    kit.write("in/a.rec", "1|one", "2|bad")
    step = kit.apply("told", on_error=outcome, token=SecretRef("env", "DOCFLOW_TEST_TOKEN"))
    return kit.flow(kit.records("in"), step, kit.to("out/a.txt"))


def test_a_missing_secret_is_refused_by_name(kit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOCFLOW_TEST_TOKEN", raising=False)
    with pytest.raises(RefusedError, match="`DOCFLOW_TEST_TOKEN` is not in the environment"):
        kit.run(_flow(kit, Outcome("quarantine", "error")))
    assert not (kit.folder / "out").exists()


@pytest.mark.parametrize("action", ["quarantine", "skip", "fail"])
def test_a_secret_is_masked_everywhere(kit: Any, monkeypatch: pytest.MonkeyPatch, action: str) -> None:
    monkeypatch.setenv("DOCFLOW_TEST_TOKEN", "hunter2-very-secret")
    flow = _flow(kit, Outcome(action))
    if action == "fail":
        with pytest.raises(RunError, match=r"refused the token \*\*\*") as caught:
            kit.run(flow)
        said = str(caught.value)
    else:
        said = repr(kit.run(flow))
    files = b"".join(path.read_bytes() for path in kit.folder.rglob("*") if path.is_file())
    assert "hunter2" not in said
    assert b"hunter2" not in files


@pytest.mark.parametrize(
    "secret", ["-----BEGIN KEY-----\nMIIBVgIBADANBg\n-----END KEY-----\n", "t" + "0kenpart" * 90]
)
def test_a_secret_of_many_lines_or_letters_is_masked(
    kit: Any, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("DOCFLOW_TEST_TOKEN", secret)
    said = repr(kit.run(_flow(kit, Outcome("skip"))))
    kit.run(_flow(kit, Outcome("quarantine", "error")))
    files = b"".join(path.read_bytes() for path in kit.folder.rglob("*") if path.is_file())
    assert "refused the token ***" in said
    for part in ("MIIBVgIBADANBg", "0kenpart"):
        assert part not in said
        assert part.encode() not in files


def test_what_a_reader_says_is_masked_before_it_is_cut(kit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCFLOW_TEST_TOKEN", "hunter2-very-secret")
    flow = _flow(kit, Outcome("skip"))
    kit.write("in/a.rec", "secret hunter2-very-secret", "1|one")
    said = repr(kit.run(flow))
    state = b"".join(path.read_bytes() for path in kit.state().rglob("*") if path.is_file())
    assert "no ***" in said
    assert "hunt" not in said
    assert b"hunt" not in state
