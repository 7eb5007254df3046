import pytest

from docflow.lang.check.plugins import FIRST_PARTY


def messages(made, text):
    return [(d.code, d.help) for d in made(text).diagnostics]


def test_a_plugin_of_ours_that_is_missing_says_how_to_install_it(made, monkeypatch):
    monkeypatch.setattr(
        "docflow.lang.check.names.FIRST_PARTY", {**FIRST_PARTY, "telepathy": "docflow-telepathy"}
    )
    monkeypatch.setattr("docflow.lang.check.plugins.FIRST_PARTY", {"telepathy": "docflow-telepathy"})
    (found,) = messages(made, 'from text("a") | telepathy.read | to jsonl("b")')
    asked = (
        "`telepathy` is provided by docflow-telepathy, which is not installed: pip install docflow-telepathy"
    )
    assert found == ("DF0201", asked)
    ((_, help_), _) = messages(made, 'use telepathy\nfrom text("a") | telepathy.read | to jsonl("b")') * 2
    assert help_ == "`pip install docflow-telepathy` installs it"


@pytest.mark.parametrize(
    ("step", "hint"),
    [
        ("news.langg", "did you mean `news.lang`?"),
        ("nws.lang", "did you mean `news.lang`?"),
        ("clean.exact", "did you mean `dedup.exact`?"),
        ("exact", "did you mean `dedup.exact`?"),
        ("drp", "did you mean `drop`?"),
        ("clean.zzz", "it has `clean.unicode`, `clean.whitespace`"),
        ("zzz", "a step is written `namespace.name`, or is the name of a stage"),
        ("a.b.c", "`docflow plugins list` shows the plugins that are installed"),
    ],
)
def test_what_is_suggested(made, step, hint):
    text = f'use news\nstage s {{ | news.lang }}\nfrom text("a") | {step} | s | to jsonl("b")'
    assert messages(made, text) == [("DF0201", hint)]


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ('from text("a") | jsonl("b")', "write `| to jsonl(...)`"),
        ('from text("a") | table("b") | to jsonl("b")', "write `from table(...)`"),
        ('from news.lang | to jsonl("b")', "write `| news.lang`"),
        ('from text("a") | to news.lang', "write `| news.lang`"),
        ('stage s { | drop }\nfrom s | to jsonl("b")', "write `| s`"),
        (
            'let v = 1\nfrom text("a") | v | to jsonl("b")',
            "a let is a value; it stands in the arguments of a step",
        ),
    ],
)
def test_what_stands_in_the_wrong_place(made, text, help_):
    assert messages(made, text) == [("DF0402", help_)]


def test_what_is_wrong_is_used_all_the_same(codes):
    assert codes('param n: int = 1\nfrom text("a") | gone.step(x: n) | to jsonl("b")') == ["DF0201"]


def test_a_field_that_a_component_reads_must_be_there(made):
    (found,) = made('from text("a") | news.score | news.lang | to jsonl("b")').diagnostics
    assert found.code == "DF0406"
    assert found.message.endswith("`news.lang` (line 1) writes it elsewhere")
    assert made('from jsonl("a") | news.score | to jsonl("b")').diagnostics == ()
    assert made('from text("a") | gone.x | news.score | to jsonl("b")').diagnostics[-1].code == "DF0201"


def test_the_name_that_a_misspelt_one_stands_for_is_used(codes):
    text = "param least: int = 1\nstage tidy { | clean.unicode }\n"
    assert codes(text + 'from text("a") | tidi | drop when doc.words < leest | to jsonl("b")') == [
        "DF0201",
        "DF0202",
    ]


@pytest.mark.parametrize(
    ("item", "fixed"),
    [
        ("use news", True),
        ("use news as paper", True),
        ("param least: int = 1", False),
        ('secret token = env("TOKEN")', False),
        ("let least = 1", False),
        ("stage tidy { | clean.unicode }", False),
    ],
)
def test_what_took_work_is_never_deleted_by_a_fix(made, item, fixed):
    (found,) = made(f'{item}\nfrom text("a") | clean.unicode | to jsonl("b")').diagnostics
    assert (found.code, found.fix is not None) == ("DF0208", fixed)
    assert "delete it, or use it" in found.help
