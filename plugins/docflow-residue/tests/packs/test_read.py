"""Pack files: what is right is read, what is wrong is told with its line, all of it at once."""

import tomllib
from importlib import resources

import pytest
from docflow_residue.packs.jsonschema import json_schema
from docflow_residue.packs.load import load, load_all, shipped
from docflow_residue.packs.pack import PackError
from docflow_residue.packs.read import parse

from docflow.plugin import PluginError

GOOD = """pack = 1
name = "harbour"

[[rule]]
name = "pitch"
line = "Join 12 readers"
hits = "join  9 READERS"
spares = "Join the readers"
"""
"""A pack without a mistake, 8 lines long."""
HARBOUR, LINE, HITS = 'name = "harbour"', 'line = "Join 12 readers"', 'hits = "join  9 READERS"'


def mistakes(text: str) -> list[tuple[int, str]]:
    with pytest.raises(PackError) as caught:
        parse(text, "x.toml")
    assert all("\n" not in each.message for each in caught.value.mistakes)
    return [(each.line, each.message) for each in caught.value.mistakes]


def test_a_good_pack_is_read() -> None:
    (rule,) = parse(GOOD, "x.toml").rules
    assert (rule.name, rule.line, rule.position, rule.hits) == (
        "pitch",
        "Join 12 readers",
        "any",
        ("join  9 READERS",),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("pack = 1\n", "", 1, "a pack needs `pack`"),
        ("pack = 1", "pack = 2", 1, "reads packs of format 1, not 2"),
        ("pack = 1", 'pack = "1"', 1, "`pack` must be a number"),
        ("pack = 1", "pack = true", 1, "`pack` must be a number"),
        (
            'name = "harbour"',
            'name = "Harbour\\u001b[2J"',
            2,
            "`Harbour\N{REPLACEMENT CHARACTER}[2J` cannot be a name",
        ),
        (HARBOUR, 'name = "harbour"\nsince = 2020', 3, "a pack has no key `since`"),
        ('name = "pitch"\n', "", 4, "a rule needs `name`"),
        ("line =", "lines =", 6, "a rule has no key `lines`"),
        ("line =", "phrase =", 7, "the rule `pitch` does not hit the line that it must hit"),
        (LINE, "pattern = '(join'", 6, "the pattern is invalid"),
        (LINE, "pattern = '(?=join)'", 6, "the pattern is not linear"),
        (
            'line = "Join 12 readers"',
            "pattern = 'join'",
            8,
            "the rule `pitch` hits a line that it must spare",
        ),
        (LINE, 'line = " "', 6, "`line` is empty"),
        (LINE, "line = 12", 6, "`line` must be a text"),
        (LINE, 'line = "12"', 6, "this line has no letters"),
        (LINE, 'line = "a\\nb"', 6, "`line` holds a line break"),
        (LINE, 'line = "a"\nphrase = "b"', 4, "this one has `line` and `phrase`"),
        ("hits =", "case = true\nhits =", 7, "`case` is for `phrase` and `pattern`"),
        (HITS, "hits = []", 7, "`hits` needs at least one line"),
        (
            'hits = "join  9 READERS"',
            'position = "top"\nhits = "Join 1 readers"',
            7,
            "`position` cannot be `top`",
        ),
        (HITS, 'date = "2020"\nhits = "Join 1 readers"', 7, "`date` must be a date"),
        (
            'hits = "join  9 READERS"',
            'language = "English"\nhits = "Join 1 readers"',
            7,
            "cannot be a language",
        ),
        ('spares = "Join the readers"', "", 4, "a rule needs `spares`"),
        ("[[rule]]", "[rule]", 4, "`rule` is not a list of rules"),
        ("[[rule]]", "[[rule]", 4, "this is not TOML"),
    ],
)
def test_each_mistake_has_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    found = mistakes(GOOD.replace(old, new, 1))
    assert any(at == line and said in message for at, message in found), found


@pytest.mark.parametrize(
    ("old", "new", "line", "help_"),
    [
        ("pack = 1\n", "", 1, "add `pack = 1`: the version of this format: 1"),
        (HARBOUR + "\n", "", 1, 'add `name = "harbour-times"`: what reports call the pack: '),
        (HITS + "\n", "", 4, 'add `hits = "..."`: a line that the rule must hit, or several'),
        ("[[rule]]", "[[rules]]", 4, "did you mean `[[rule]]`?"),
        ("[[rule]]", "[[lines]]", 4, "and its rules begin with `[[rule]]`"),
        ("hits =", "hit =", 7, "did you mean `hits`?"),
        ("hits =", "takes =", 7, "its keys are name, line, "),
        (HARBOUR, HARBOUR + "\nrule = 3", 3, "begin each rule with `[[rule]]`"),
    ],
)
def test_mistakes_say_what_to_do(old: str, new: str, line: int, help_: str) -> None:
    text = GOOD if "rule = 3" not in new else GOOD.partition("[[rule]]")[0]
    with pytest.raises(PackError) as caught:
        parse(text.replace(old, new, 1), "x.toml")
    assert any(each.line == line and help_ in each.help for each in caught.value.mistakes)


def test_all_mistakes_are_told_at_once() -> None:
    again = GOOD.replace("line =", "lines =") + GOOD.partition("\n\n")[2].replace("hits", "hit")
    assert [line for line, _ in mistakes(again)] == [4, 6, 9, 10, 12]


@pytest.mark.parametrize("name", ["читайте также", "相关阅读", "اقرأ أيضا", "año nuevo", "हिन्दी खबर"])
def test_rules_may_be_named_in_any_script(name: str) -> None:
    assert parse(GOOD.replace('"pitch"', f'"{name}"'), "x.toml").rules[0].name == name


@pytest.mark.parametrize("name", ["Pitch", " pitch", "a\\u202eb", "a\\u0007b", "a\\u061cb", "-a", "x" * 81])
def test_names_that_would_not_read_well(name: str) -> None:
    ((_, said),) = mistakes(GOOD.replace('"pitch"', f'"{name}"'))
    assert "cannot be a name" in said


def test_names_are_unique() -> None:
    assert mistakes(GOOD + GOOD.partition("\n\n")[2]) == [(10, "there is another rule `pitch` on line 4")]


def test_keys_in_text_blocks_are_no_keys() -> None:
    about = "about = '''one\n[[rule]]\nline = 3'''\n[[rule]]"
    found = mistakes(GOOD.replace("line =", "lines =").replace("[[rule]]", about))
    assert (9, "a rule has no key `lines`") in found


def test_the_schema_says_the_same() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(tomllib.loads(GOOD))
    for wrong in ("lines =", "phrase = 1\nline ="):
        assert not validator.is_valid(tomllib.loads(GOOD.replace("line =", wrong, 1)))


@pytest.mark.parametrize("name", shipped())
def test_shipped_packs_are_sound(name: str) -> None:
    pack = load(name)
    assert pack.name == name
    assert pack.about
    assert pack.date
    file = resources.files("docflow_residue.packs") / "shipped" / f"{name}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    data["date"] = data["date"].isoformat()
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator(json_schema()).validate(data)


def test_unknown_and_missing_packs(tmp_path) -> None:
    with pytest.raises(PluginError, match="there is no pack `wordpres`; shipped are "):
        load("wordpres")
    with pytest.raises(PackError, match="cannot be read: No such file"):
        load(tmp_path / "x.toml")
    (tmp_path / "y.toml").write_bytes(b"pack = 1 # \xff")
    with pytest.raises(PackError, match="it is not UTF-8"):
        load(tmp_path / "y.toml")


def test_a_pack_given_twice_counts_once() -> None:
    assert len(load_all(("wordpress", "wordpress", "wire"))) == 2


def many(way: str, count: int) -> str:
    lines = [f"Line {number:x}q of the site" for number in range(count)]
    rules = [
        f'[[rule]]\nname = "r{number}"\n{way} = "{line}"\nhits = "{line}"\nspares = "No"\n'
        for number, line in enumerate(lines)
    ]
    return 'pack = 1\nname = "many"\n' + "".join(rules)


def test_many_lines_are_read() -> None:
    assert len(parse(many("line", 20_000), "x.toml").rules) == 20_000


def test_too_many_patterns_are_refused() -> None:
    ((line, said),) = mistakes(many("phrase", 5_001))
    assert said == "5,001 phrases and patterns are too many; 5,000 are the most"
    assert line == 3 + 5 * 5_000
