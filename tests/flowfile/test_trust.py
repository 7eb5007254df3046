"""How far a flow is trusted: roots, plugins that are not imported, secrets, files that are not read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from docflow.engine.limits import Limits
from docflow.errors import FlowError, RefusedError
from docflow.flowfile.file import FlowFile
from docflow.flowfile.trust import LARGEST_FLOW, Trust
from docflow.plan.ir import Plan

Planter = Callable[[str, str], None]
STEP = """
import pathlib
from docflow.plugin import Cleaner, component, hookimpl

pathlib.Path({mark!r}).touch()

@component(name="step", examples=[("a", "a")])
class Step(Cleaner):
    "Leave the text as it is."
    def clean(self, doc):
        return doc.text

@hookimpl
def docflow_components():
    return [Step]
"""


def flow(text: str, folder: Path, **trust: object) -> FlowFile:
    return FlowFile(text, "a.flow", folder).within(Trust(**trust))  # type: ignore[arg-type]


def said(found: FlowFile) -> list[str]:
    return [f"{each.code} {each.span.line}: {each.message}" for each in found.check().diagnostics]


def plan(found: FlowFile) -> Plan:
    return found.compile()


GOOD = 'from files("in/*.txt")\n  | clean.whitespace\n  | to jsonl("out/a.jsonl")\n'


def test_a_trusted_flow_is_as_it_was(tmp_path: Path) -> None:
    whole = FlowFile(GOOD, "a.flow", tmp_path)
    assert flow(GOOD, tmp_path).compile() == whole.compile()
    assert flow(GOOD, tmp_path).catalog is not None


def test_a_plugin_off_the_list_is_never_imported(tmp_path: Path, plant: Planter) -> None:
    mark = tmp_path / "imported"
    plant("trap", STEP.format(mark=str(mark)))
    texts = [
        'use trap\n\nfrom files("in") | trap.step | to jsonl("o.jsonl")\n',
        'use trap as t\n\nfrom files("in") | t.step | to jsonl("o.jsonl")\n',
        'from files("in") | trap.step | trap.step | to jsonl("o.jsonl")\n',
        'from trap("in") | to jsonl("o.jsonl")\n',
        'from files("in") | to trap("o.jsonl")\n',
        'from files("in") | drop when trap.f(doc.text) | to jsonl("o.jsonl")\n',
        'from files("in") | set doc.x = trap.f(1) | to jsonl("o.jsonl")\n',
        'use tarp\n\nfrom files("in") | to jsonl("o.jsonl")\n',
    ]
    for text in texts:
        for trust in ({"untrusted": True}, {"plugins": ()}, {"plugins": ("news",)}):
            assert said(flow(text, tmp_path, **trust)), text
            assert not mark.exists(), text
    assert said(flow(texts[0], tmp_path, plugins=("trap",))) == []
    assert mark.exists()


def test_what_is_said_of_a_plugin_off_the_list(tmp_path: Path, plant: Planter) -> None:
    plant("trap", STEP.format(mark=str(tmp_path / "imported")))
    text = 'from files("in")\n  | trap.step\n  | trap.step\n  | to jsonl("o.jsonl")\n'
    (found,) = flow(text, tmp_path, untrusted=True).check().diagnostics
    assert found.message == "the plugin `trap` (docflow-trap 1.0) is installed, but not allowed here"
    assert found.help == "who runs the flow allows it: `--plugins trap`"
    assert found.span.line == 2


def test_the_list_may_name_distributions_and_versions(tmp_path: Path, plant: Planter) -> None:
    plant("trap", STEP.format(mark=str(tmp_path / "imported")))
    text = 'use trap\n\nfrom files("in") | trap.step | to jsonl("o.jsonl")\n'
    for name in ("trap", "trap==1.0", "docflow-trap", "Docflow_Trap == 1.0"):
        assert said(flow(text, tmp_path, plugins=(name,))) == []
    with pytest.raises(RefusedError, match=r"`--plugins trap==2`: docflow-trap 1.0 is installed"):
        flow(text, tmp_path, plugins=("trap==2",))
    with pytest.raises(RefusedError, match=r"`--plugins gone`: no plugin of that name is installed"):
        flow(text, tmp_path, plugins=("gone",))


@pytest.mark.parametrize("text", ["news>=1", "news==", "==1", "news===1", "a b"])
def test_a_list_that_is_misspelt(tmp_path: Path, text: str) -> None:
    with pytest.raises(RefusedError, match="write `NAME` or `NAME==VERSION`"):
        flow(GOOD, tmp_path, untrusted=True, plugins=(text,))


def test_secrets(tmp_path: Path) -> None:
    text = 'secret key = env("K")\n\n' + GOOD
    assert "refused 1: an untrusted flow gets no secrets, and this one asks for `key`" in said(
        flow(text, tmp_path, untrusted=True)
    )
    assert not [each for each in said(flow(text, tmp_path, root=tmp_path)) if "refused" in each]
    with pytest.raises(FlowError):
        plan(flow(text, tmp_path, untrusted=True))


def test_a_secret_in_an_include(tmp_path: Path) -> None:
    (tmp_path / "b.flow").write_text('secret key = env("K")\n\nstage s { | clean.whitespace }\n')
    text = 'include "b.flow" as b\n\nfrom files("in") | b.s | to jsonl("o.jsonl")\n'
    found = [
        each for each in flow(text, tmp_path, untrusted=True).check().diagnostics if "secret" in each.message
    ]
    assert [each.span.file for each in found if each.code == "refused"] == ["b.flow"]


@pytest.mark.parametrize("path", ["../x.txt", "/etc/passwd", "in/../../x", "link/x", "~/x"])
def test_paths(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "link").symlink_to("..")
    text = f'from files("in/*.txt")\n  | tee {{ | to jsonl("{path}") }}\n  | to jsonl("o.jsonl")\n'
    for trust in ({"untrusted": True}, {"root": folder}):
        (found,) = said(flow(text, folder, **trust))
        assert found.startswith(f"refused 2: `{path}` is outside the root")
    assert not [each for each in said(flow(text, folder, root=Path("/"))) if "refused" in each]


def test_an_include_outside_of_the_root(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()  # so that it is in the project, which includes may use
    (tmp_path / "b.flow").write_text("stage s { | clean.whitespace }\n")
    folder = tmp_path / "flows"
    folder.mkdir()
    text = 'include "../b.flow" as b\n\nfrom files("in") | b.s | to jsonl("o.jsonl")\n'
    assert said(FlowFile(text, "a.flow", folder)) == []
    (found, *_) = said(flow(text, folder, untrusted=True))
    assert found.startswith('DF0205 1: the include "../b.flow" cannot be read: it is outside the root')
    assert said(flow(text, folder, untrusted=True, root=tmp_path)) == []


def test_an_untrusted_flow_lowers_limits_and_raises_none(tmp_path: Path) -> None:
    for asked, got in (("1GB", 32_000_000), ("1MB", 1_000_000)):
        text = f'flow a {{\n  with max_doc: {asked}\n  from files("in")\n  | to jsonl("o.jsonl")\n}}\n'
        assert plan(flow(text, tmp_path, untrusted=True)).flows[0].settings.max_doc == got
        assert plan(flow(text, tmp_path, root=tmp_path)).flows[0].settings.max_doc == int(asked[0]) * (
            10**9 if "G" in asked else 10**6
        )
    assert Trust(untrusted=True).limits(Limits()) == Limits().halved()
    assert Trust().limits(Limits()) == Limits()
    assert (Trust(untrusted=True).fresh, Trust().fresh) == (True, False)


def test_files_that_are_admitted(tmp_path: Path) -> None:
    flows, other = tmp_path / "flows", tmp_path / "other"
    for folder in (flows, other):
        folder.mkdir()
        (folder / "a.flow").write_text(GOOD)
    (flows / "link.flow").symlink_to(other / "a.flow")
    (flows / "near.flow").symlink_to("a.flow")
    (flows / "large.flow").write_bytes(bytes(LARGEST_FLOW + 1))
    (flows / "folder.flow").mkdir()
    stranger = Trust(untrusted=True)
    for name in ("a.flow", "near.flow", "gone.flow", "no/folder.flow"):
        assert stranger.admit(flows / name) == flows / name
    for name, why in (
        ("link", "outside the root"),
        ("large", "100,001 bytes"),
        ("folder", "no ordinary file"),
    ):
        with pytest.raises(RefusedError, match=why):
            stranger.admit(flows / f"{name}.flow")
        assert Trust(root=flows).admit(flows / f"{name}.flow")
    assert Trust(tmp_path, untrusted=True).admit(flows / "link.flow")


def test_few_small_files_cannot_include_each_other_a_million_times(tmp_path: Path) -> None:
    for number in range(20):
        both = "".join(f'include "f{number + 1}.flow" as {name}\n' for name in ("x", "y"))
        (tmp_path / f"f{number}.flow").write_text(both)
    (tmp_path / "f20.flow").write_text("")
    made = FlowFile(f'include "f0.flow" as z\n{GOOD}', "m.flow", tmp_path).within(Trust(untrusted=True))
    said = [each.message for each in made.check().diagnostics if each.severity == "error"]
    assert said
    assert all("an untrusted flow may include 100,000 bytes in all" in each for each in said)
    assert [each.message for each in made.check().diagnostics if each.severity == "error"] == said
