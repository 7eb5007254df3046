"""Packs in flows: checked at their own lines, run beside the model, counted in what a second run knows."""

from pathlib import Path

import pytest
from docflow_residue.packs.load import shipped

from docflow import api
from docflow.cli import main
from docflow.flowfile.file import read_flow
from docflow.flowfile.trust import Trust

PROSE = (
    "The council met on Tuesday evening and agreed, after three hours, to build the bridge by the old mill.\n"
    "Work is to begin in the spring, and the mayor said that the road would stay open while it lasts.\n"
)
PACK = """pack = 1
name = "ours"

[[rule]]
name = "letter"
line = "The letter of the bridge, number 12"
hits = "The letter of the bridge, number 3"
spares = "The letter"

[[rule]]
name = "stays"
phrase = "share this bridge"
keep = true
hits = "Share this bridge"
spares = "Share"
"""


def written(folder: Path, packs: str, pack: str = PACK) -> Path:
    (folder / "packs").mkdir(exist_ok=True)
    (folder / "packs/ours.toml").write_text(pack, encoding="utf-8")
    (folder / "in").mkdir(exist_ok=True)
    for number in range(3):
        lines = [
            "The letter of the bridge, number 3",
            "Share this bridge",
            "This site uses Akismet to reduce spam.",
        ]
        text = PROSE + "\n".join(lines).replace("3", str(number))
        (folder / f"in/{number}.txt").write_text(text)
    flow = folder / "x.flow"
    flow.write_text(f'from text("in/*.txt") | residue.remove(packs: {packs}) | to jsonl("out/x.jsonl")\n')
    return flow


def findings(flow: Path, trust: Trust | None = None) -> list[tuple[str, str, int, str]]:
    made = api.Flow(*read_flow(flow)).within(trust or Trust()).check()
    return [(d.code, Path(d.span.file).name, d.span.line, d.message) for d in made.diagnostics]


def test_packs_run_beside_the_model(tmp_path: Path) -> None:
    flow = written(tmp_path, '["wordpress", "packs/ours.toml"]')
    assert findings(flow) == []
    report = api.load(flow).run()
    assert report.exit_code == 0
    rules = {rule.rule: (rule.lines, rule.documents) for rule in report.flows[0].rules}
    assert rules["ours: letter"] == (3, 3)
    assert rules["wordpress: akismet"] == (3, 3)
    (first, *_) = (tmp_path / "out/x.jsonl").read_text().splitlines()
    assert "Share this bridge" in first
    assert "number" not in first


def test_a_changed_pack_does_its_documents_again(tmp_path: Path) -> None:
    work = "Work is to begin in the spring"
    more = f'\n[[rule]]\nname = "work"\nphrase = "{work}"\nhits = "{work}"\nspares = "Work"\n'
    flow = written(tmp_path, '["packs/ours.toml"]', PACK + more)
    assert api.load(flow).run().exit_code == 0
    assert work not in (tmp_path / "out/x.jsonl").read_text()
    assert api.load(flow).run().unchanged
    written(tmp_path, '["packs/ours.toml"]')
    assert not api.load(flow).run().unchanged
    assert work in (tmp_path / "out/x.jsonl").read_text()


@pytest.mark.parametrize("name", shipped())
def test_shipped_packs_are_known_by_name(tmp_path: Path, name: str) -> None:
    assert findings(written(tmp_path, f'["{name}"]')) == []


def test_mistakes_stand_on_the_lines_of_the_pack(tmp_path: Path) -> None:
    wrong = PACK.replace('hits = "The', 'hit = "The').replace(
        'spares = "Share"', 'spares = "Share this bridge now"'
    )
    assert findings(written(tmp_path, '["packs/ours.toml"]', wrong)) == [
        ("DF0316", "ours.toml", 4, "a rule needs `hits`"),
        ("DF0316", "ours.toml", 7, "a rule has no key `hit`"),
    ]
    wrong = PACK.replace('spares = "Share"', 'spares = "Share this bridge now"')
    assert findings(written(tmp_path, '["packs/ours.toml"]', wrong)) == [
        ("DF0316", "ours.toml", 15, "the rule `stays` hits a line that it must spare"),
    ]


@pytest.mark.parametrize(
    ("packs", "said"),
    [
        ('["wordpres"]', "there is no pack `wordpres`"),
        ('["packs/wordpress"]', "there is no pack `packs/wordpress`"),
        ('["packs/nix.toml"]', "the pack `packs/nix.toml` cannot be read: No such file or directory"),
        (
            '["packs/\\u{1b}[2Jx.toml"]',
            "the pack `packs/\x1b[2Jx.toml` cannot be read: No such file or directory",
        ),
    ],
)
def test_packs_that_are_not_there(tmp_path: Path, packs: str, said: str) -> None:
    assert findings(written(tmp_path, packs)) == [("DF0316", "x.flow", 1, said)]


def test_many_mistakes_are_bounded(tmp_path: Path) -> None:
    wrong = 'pack = 1\nname = "x"\n' + "[[rule]]\n" * 60
    found = findings(written(tmp_path, '["packs/ours.toml"]', wrong))
    assert len(found) <= 25
    assert any("more mistakes in this pack" in message for *_, message in found)


def test_a_pack_stays_in_the_root(tmp_path: Path) -> None:
    flow = written(tmp_path, '["../outside.toml"]')
    (tmp_path.parent / "outside.toml").write_text(PACK)
    assert findings(flow) == []
    ((code, _, _, said),) = findings(flow, Trust(root=tmp_path))
    assert code == "DF0316"
    assert (
        said
        == "the pack `../outside.toml` cannot be read: it is outside the root that the flow may not leave"
    )


def test_packs_of_an_included_stage_start_from_its_folder(tmp_path: Path) -> None:
    written(tmp_path, "[]")
    (tmp_path / ".git").mkdir()
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/shared.flow").write_text(
        'stage ours { | residue.remove(packs: ["../packs/ours.toml"]) }\n'
    )
    flow = tmp_path / "y.flow"
    flow.write_text(
        'include "lib/shared.flow" as lib\n\nfrom text("in/*.txt") | lib.ours | to jsonl("out/y.jsonl")\n'
    )
    assert findings(flow) == []
    report = api.load(flow).run()
    assert "ours: letter" in {rule.rule for rule in report.flows[0].rules}
    (tmp_path / "packs/ours.toml").write_text(PACK.replace("line =", "lime ="))
    assert [(code, name, line) for code, name, line, _ in findings(flow)] == [
        ("DF0316", "ours.toml", 4),
        ("DF0316", "ours.toml", 6),
    ]


def test_a_param_may_name_the_packs(tmp_path: Path) -> None:
    flow = written(tmp_path, "[]")
    flow.write_text(
        "param pack: path\n\n"
        'from text("in/*.txt") | residue.remove(packs: [pack]) | to jsonl("out/z.jsonl")\n'
    )
    assert findings(flow) == []
    report = api.run(flow, pack=str(tmp_path / "packs/ours.toml"))
    assert "ours: letter" in {rule.rule for rule in report.flows[0].rules}


def test_a_test_of_a_flow_finds_its_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = written(tmp_path, "[]")
    given = f"{PROSE}The letter of the bridge, number 7".replace("\n", "\\n")
    flow.write_text(
        'stage ours { | residue.remove(packs: ["packs/ours.toml"]) }\n\n'
        f'test "letters go" of ours {{\n  given "{given}"\n  then not (doc.text matches re"number")\n}}\n'
    )
    monkeypatch.chdir("/")
    with pytest.raises(SystemExit) as end:
        main(["test", str(flow)])
    assert not end.value.code
