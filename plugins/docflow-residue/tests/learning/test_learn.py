"""`docflow learn`: rules that find what was planted, files that are sound, the same bytes each time."""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from docflow_residue.learning.asked import Asked
from docflow_residue.learning.found import FoundSite
from docflow_residue.learning.learner import Learner
from docflow_residue.learning.rules import line_pattern, loose_pattern, name_of, rules_of
from docflow_residue.learning.writing import flow_text, pack_text, slug
from docflow_residue.packs.match import Matcher
from docflow_residue.packs.read import parse
from hypothesis import given, settings
from hypothesis import strategies as st

from docflow import api
from docflow.cli import main
from docflow.plugin import Document, compile_linear

Sites = Callable[..., Sequence[Any]]


def learned(documents: Sequence[Document], asked: Asked | None = None) -> list[FoundSite]:
    learner = Learner(asked or Asked(), "site")
    for doc in documents:
        learner.first(doc)
    learner.settle()
    for doc in documents:
        learner.second(doc)
    return [made for site in learner.sites() if (made := rules_of(site)).rules]


@pytest.fixture
def docflow(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Run `docflow ARGS` in an empty folder; return exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return int(end.value.code or 0), said.out, said.err

    return run


def saved(pages: Sequence[Any], path: Path) -> None:
    rows = [{"id": page.doc.id, "text": page.doc.text, **page.doc.fields} for page in pages]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize("seed", [1, 2])
def test_packs_find_what_was_planted(sites: Sites, seed: int) -> None:
    pages = sites(5, 200, seed)
    found = learned([page.doc for page in pages])
    matchers = {site.site: Matcher([parse(pack_text(site), "x")]) for site in found}
    taken = right = planted = 0
    for page in pages:
        gone = matchers[page.doc.id.rpartition("-")[0]].hits(page.doc.text).taken
        taken += len(gone)
        right += sum(page.labels[line] == "D" for line in gone)
        planted += page.labels.count("D")
    assert len(found) == 5
    assert right >= 0.97 * planted
    assert right >= 0.995 * taken


def test_stages_find_it_too(sites: Sites, tmp_path: Path) -> None:
    pages = sites(1, 120)
    (found,) = learned([page.doc for page in pages])
    flow = tmp_path / "learned.flow"
    flow.write_text(flow_text([found]) + 'from text("x.txt") | residue_site0_example | to text("out")\n')
    assert api.check(flow).diagnostics == ()
    made = list(api.load(flow).over([page.doc for page in pages]))
    planted = [
        line
        for page in pages
        for label, line in zip(page.labels, page.doc.text.split("\n"), strict=True)
        if label == "D"
    ]
    texts = [
        line
        for page in pages
        for label, line in zip(page.labels, page.doc.text.split("\n"), strict=True)
        if label == "K"
    ]
    left = [line for doc in made for line in doc.text.split("\n")]
    assert len(left) <= len(pages) + len(texts) + 0.03 * len(planted)
    assert sum(line in set(left) for line in texts) >= 0.995 * len(texts)


def test_the_order_of_documents_changes_no_byte(sites: Sites) -> None:
    documents = [page.doc for page in sites(2, 60)]
    shuffled = random.Random(4).sample(documents, len(documents))
    first, second = learned(documents), learned(shuffled)
    assert [pack_text(site) for site in first] == [pack_text(site) for site in second]
    assert flow_text(first) == flow_text(second)


def test_the_command_writes_packs_and_stages(sites: Sites, docflow: Any, tmp_path: Path) -> None:
    saved(sites(2, 50), tmp_path / "pages.jsonl")
    arguments = (
        "learn",
        "--input",
        "pages.jsonl",
        "--out",
        "packs",
        "--out",
        "learned.flow",
        "--date",
        "2026-11-23",
    )
    code, out, err = docflow(*arguments)
    assert (code, err) == (0, "")
    assert "site0.example: " in out
    assert " rules from 50 documents" in out
    names = ["packs/site0.example.toml", "packs/site1.example.toml", "learned.flow"]
    packs = ", ".join(f'"{name}"' for name in names[:2])
    assert out.splitlines()[-5:] == [
        *(f"written: {name}" for name in names),
        'read its stages, then use them: include "learned.flow" as learned',
        f"read the rules, then use them: residue.remove(packs: [{packs}])",
    ]
    before = [(tmp_path / name).read_bytes() for name in names]
    assert b"date = 2026-11-23" in before[0]
    assert docflow(*arguments)[0] == 0
    assert [(tmp_path / name).read_bytes() for name in names] == before
    assert docflow("check", "learned.flow")[0] == 0
    assert docflow("fmt", "--check", "learned.flow")[0] == 0
    assert docflow("test", "learned.flow")[0] == 0


def test_it_reads_the_sources_of_a_flow(sites: Sites, docflow: Any, tmp_path: Path) -> None:
    saved(sites(1, 30), tmp_path / "pages.jsonl")
    (tmp_path / "x.flow").write_text(
        'param of: glob\n\nfrom jsonl(of) | clean.unicode | to jsonl("out.jsonl")\n'
    )
    code, out, _ = docflow("learn", "x.flow", "--set", "of=pages.jsonl", "--format", "json")
    assert code == 0
    (site,) = json.loads(out)["sites"]
    assert (site["site"], site["documents"]) == ("site0.example", 30)
    assert any(rule["line"] == "Related" for rule in site["rules"] if "line" in rule)
    assert docflow("learn", "x.flow", "--input", "pages.jsonl", "--format", "json")[1] == out
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "there is nothing to read"),
        (("nix.flow",), "there is no flow file `nix.flow`"),
        (("--input", "nix.jsonl"), "no input matches"),
        (("--input", "pages.jsonl", "--site", "site0"), "is of the site `site0`; there is `site0.example`"),
        (("--input", "pages.jsonl", "--by", "publisher"), "no document has a field `publisher`"),
        (("--input", "pages.jsonl", "--out", "packs.json"), "ends neither in .toml nor in .flow"),
        (("--input", "pages.jsonl", "--out", "pages.jsonl"), "`--out pages.jsonl` is no folder"),
        (("--input", "pages.jsonl", "--out", "one.toml"), "2 sites do not go into one pack"),
        (("--input", "pages.jsonl", "--set", "x"), "needs a `=`"),
        (("--input", "pages.jsonl", "--out", "pages.jsonl/x.flow"), "cannot be written"),
    ],
)
def test_mistakes_are_told(
    sites: Sites, docflow: Any, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    saved(sites(2, 12), tmp_path / "pages.jsonl")
    code, out, err = docflow("learn", *arguments)
    assert code
    assert said in err
    assert out == ""


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Читайте также: Ещё 3 новости", "читайте также ещё новости"),
        ("3 条评论 · 相关阅读", "条评论 相关阅读"),
        ("اقرأ أيضا", "اقرأ أيضا"),
        ("Über uns – Straße 5", "uber uns strasse"),
        ("★ 5", "line"),
    ],
)
def test_rules_are_named_in_the_script_of_their_line(line: str, name: str) -> None:
    assert name_of(line) == name


def test_a_pack_that_was_corrected_is_kept(sites: Sites, docflow: Any, tmp_path: Path) -> None:
    saved(sites(2, 12), tmp_path / "pages.jsonl")
    arguments = ("learn", "--input", "pages.jsonl", "--out", "packs")
    assert docflow(*arguments)[0] == 0
    first, second = tmp_path / "packs/site0.example.toml", tmp_path / "packs/site1.example.toml"
    learned = second.read_bytes()
    first.unlink()
    second.write_bytes(learned + b"# mine\n")
    code, _, err = docflow(*arguments)
    assert code == 2
    assert "`packs/site1.example.toml` is there and says something else; `--replace` writes over it" in err
    assert second.read_bytes() == learned + b"# mine\n"
    assert not first.exists()
    assert docflow(*arguments, "--replace")[0] == 0
    assert (first.exists(), second.read_bytes()) == (True, learned)


def test_what_cannot_be_read_is_told_once(sites: Sites, docflow: Any, tmp_path: Path) -> None:
    saved(sites(1, 30), tmp_path / "pages.jsonl")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00\xd8")
    code, out, err = docflow("learn", "--input", "pages.jsonl", "--input", "bad.txt")
    assert (code, err.count("1 document could not be read")) == (0, 1)
    assert "site0.example: " in out


def test_nothing_repeats(docflow: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One text.")
    assert docflow("learn", "--input", "a.txt", "--out", "p")[:2] == (
        0,
        "nothing repeats: no line stands in enough documents of one site\n",
    )
    assert not (tmp_path / "p").exists()


HOSTILE = st.lists(
    st.sampled_from(
        [
            'a "b" \\ c',
            "tab\tx",
            "首页 12",
            "By Al Gore",
            'x"""y',
            "it's",
            "\x1b[2J z",
            "n\u2028m",
            "# x",
            "0 @",
            "Read: a b",
        ]
    )
    | st.text(min_size=1, max_size=12),
    min_size=1,
    max_size=4,
    unique=True,
)


@settings(max_examples=40, deadline=None)
@given(HOSTILE)
def test_whatever_repeats_the_files_are_sound(lines: list[str]) -> None:
    lines = [line.replace("\n", " ") for line in lines]
    text = "Text number {} is here, and it is not the same in any of all these documents, as one can see."
    documents = [
        Document(str(n), "\n".join([*lines, text.format("abcdefgh"[n]), *lines]), "s/x.txt") for n in range(6)
    ]
    for site in learned(documents):
        pack = parse(pack_text(site), "x.toml")
        assert len(pack.rules) == len(site.rules)
        flow = api.Flow(
            flow_text([site]) + f'from text("x.txt") | residue_{slug(site.site)} | to text("out")\n',
            "x.flow",
            Path(),
        )
        assert [each.code for each in flow.check().diagnostics] == []


@pytest.mark.parametrize(
    ("line", "hit", "spared"),
    [
        ("12 comments", "3,040 Comments ", "12 comments more"),
        ("Published 4 May 2024", "published  12 December 1999", "Published by May"),
        ("Straße 7", "STRASSE 8", None),
        ("a|b (c) [d]", "A|B (C) [D]", "a"),
    ],
)
def test_patterns_of_whole_lines(line: str, hit: str, spared: str | None) -> None:
    made = compile_linear(line_pattern(line), "i")
    assert made.search(line)
    assert bool(made.search(hit)) == (line != "Straße 7")
    assert spared is None or not made.search(spared)


@pytest.mark.parametrize(
    ("line", "hit", "spared"),
    [
        ("By Jane Smith", "By Al Gore", "By the way"),
        (
            "Ella Moss is a reporter for the New Day.",
            "Al Gore is a reporter for the Old One.",
            "Al Gore is a hero.",
        ),
        ("Read also: one thing", "Read also: quite another", "Read also"),
    ],
)
def test_patterns_with_names(line: str, hit: str, spared: str) -> None:
    made = compile_linear(loose_pattern(line), "")
    assert made.search(line)
    assert made.search(hit)
    assert not made.search(spared)
