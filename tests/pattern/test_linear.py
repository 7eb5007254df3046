"""Linear patterns mean what `re` says they mean."""

import re
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from docflow.pattern.alphabet import WORD, Alphabet
from docflow.pattern.empty import idle_repeats
from docflow.pattern.linear import PatternError, compile_linear
from docflow.pattern.parse import parse
from docflow.pattern.tree import Atom

CHARS = (
    "abzABkKsS019_ \n\té É ß ſ K İ ı ΣσςΑα µμ ١ ² 日 \u0301 \u00a0 \u2028 \x1c \x85 \ud800 😀 -.,".replace(
        " ", ""
    )
    + " "
)
LITERALS = [
    *"abkKsSé09_ -",
    "ß",
    "ſ",
    "ı",
    "İ",
    "σ",
    "µ",
    "日",
    r"\.",
    r"\n",
    r"\x61",
    r"\u00e9",
    r"\t",
    r"\060",
    "]",
    r"\\",
]
CLASSES = [r"\w", r"\W", r"\d", r"\D", r"\s", r"\S", ".", "[a-z]", "[^a-z]", r"[\w-]", r"[^\W\d_]", "[^\n]",
           r"[à-ÿ]", r"[\d\s]", "[]a]",
           "[^]^]", r"[ſ-ƀ]", r"[\u0300-\uffff]", "[Α-Ω]", r"[\]\-\\]"]  # fmt: skip
PLACES = [r"\b", r"\B", r"\A", r"\Z"]
COUNTS = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "{1,}", "{2}?", "{0,3}?"]

texts = st.text(st.sampled_from(CHARS), max_size=12) | st.text(max_size=6)
atoms = st.sampled_from(LITERALS) | st.sampled_from(CLASSES)


def _wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    rows = st.lists(inner, min_size=1, max_size=4).map("".join)
    choices = st.lists(rows, min_size=1, max_size=3).map("|".join)
    groups = st.one_of(
        choices.map(lambda x: f"({x})"),
        choices.map(lambda x: f"(?:{x})"),
        choices.map(lambda x: f"(?i:{x})"),
        choices.map(lambda x: f"(?s-i:{x})"),
    )
    repeats = st.builds("{}{}".format, atoms | groups, st.sampled_from(COUNTS))
    return rows | groups | repeats


def patterns(ends: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Patterns whose ends are said with some of `^` and `$`."""
    leaves = atoms | st.sampled_from([*PLACES, *ends])
    body = st.recursive(leaves, _wrap, max_leaves=8)
    return st.lists(body, min_size=1, max_size=3).map("|".join)


BITS = {"i": re.I, "m": re.M, "s": re.S, "x": re.X}


def by_re(pattern, flags=""):
    return re.compile(pattern, sum(BITS[f] for f in flags))


def spans(found):
    return None if found is None else found.span()


def agree(pattern, flags, text):
    judge, linear = by_re(pattern, flags), compile_linear(pattern, flags)
    there = judge.search(text)
    here = linear.search(text)
    assert spans(there) == spans(here)
    assert linear.test(text) == (there is not None)
    assert spans(judge.fullmatch(text)) == spans(linear.fullmatch(text))
    for number, (start, end) in enumerate(there.regs if there else ()):
        assert start == end or here.span(number) == (start, end)  # see `linear`: empty last rounds


def check(ends, flags):
    @given(patterns(ends), st.sampled_from(flags), texts.filter(len))
    def law(pattern, flags, text):
        try:
            by_re(pattern, flags)
        except re.error:
            with pytest.raises(PatternError) as caught:
                compile_linear(pattern, flags)
            assert caught.value.kind == "invalid"
            return
        assume(not any(idle_repeats(parse(pattern, flags).node)))
        agree(pattern, flags, text)

    return law


@pytest.mark.parametrize(
    ("ends", "flags"),
    [(("^", "$"), ("", "i", "s", "is")), (("^", "$"), ("m", "im")), ((r"(?m:^)", r"\Z"), ("",))],
)
def test_it_finds_what_re_finds(ends, flags, long_run):
    law = check(ends, flags)
    settings(max_examples=20_000 if long_run else 80)(law)()


def all_code_points():
    return "".join(map(chr, range(sys.maxunicode + 1)))


def taken_by_re(atom, text):
    """One byte a character: 1 where `re` takes it."""
    mask = bytearray(len(text))
    flags = re.I if atom.ignore else re.NOFLAG
    for found in re.finditer(f"(?:{atom.source})+", text, flags):
        mask[found.start() : found.end()] = b"\1" * (found.end() - found.start())
    return bytes(mask)


def taken_by_us(alphabet, atom, coded):
    members = b"".join(alphabet.members(atom))
    return coded.translate(bytes(byte in members for byte in range(256)))


def test_atoms_and_words_are_those_of_re_on_all_code_points(long_run):
    atoms = [Atom(r"\w"), Atom(r"\D"), Atom(r"\s"), Atom("[a-z]", ignore=True), Atom("[^k]", ignore=True)]
    if long_run:
        atoms += [
            Atom(source, ignore=i) for source in (*CLASSES, "i", "s", "µ", "[σ-ω]") for i in (False, True)
        ]
    text = all_code_points()
    alphabet = Alphabet(atoms, words=True)
    coded = alphabet.encode(text)
    assert alphabet.width == 1, "this test reads codes of one byte"
    for atom in alphabet.atoms:
        assert taken_by_us(alphabet, atom, coded) == taken_by_re(atom, text), atom
    assert coded.translate(bytes(byte in WORD for byte in range(256))) == taken_by_re(Atom(r"\w"), text)


@pytest.mark.parametrize("pattern", ["x*", r"\b", r"\w+", "(?:ab)?", "$", "^", r"(a)|b", "é?"])
@given(text=texts)
def test_finditer_goes_on_as_re_does(pattern, text):
    there = [(m.span(), m.groups()) for m in re.finditer(pattern, text)]
    assert [(m.span(), m.groups()) for m in compile_linear(pattern).finditer(text)] == there


@pytest.mark.parametrize(
    ("pattern", "template"),
    [
        ("a", "-"),
        ("(a)(b)?", r"\2\1"),
        (r"(?P<n>\w)", r"<\g<n>\g<0>>"),
        ("x*", r"\n\t\\"),
        (r"\bé", r"\g<0>1"),
    ],
)
@given(text=texts)
def test_sub_is_that_of_re(pattern, template, text):
    assert compile_linear(pattern).sub(template, text) == re.sub(pattern, template, text)


def test_sub_without_a_match_gives_the_same_object():
    text = "nothing here"
    assert compile_linear("é").sub("e", text) is text


def test_named_groups_are_known_by_name():
    found = compile_linear(r"(?P<day>\d+)\. (?P<month>\w+)(?P<year> \d{4})?").search("Am 3. März")
    assert found is not None
    assert found.groupdict() == {"day": "3", "month": "März", "year": None}
    assert (found.start("month"), found.end("month"), found.span("year")) == (6, 10, (-1, -1))
    with pytest.raises(IndexError, match="no such group"):
        found.group("hour")


def test_verbose_patterns_lose_space_and_comments():
    pattern = """ (?P<y> \\d{4} )  # the year: ( [ |
                  [ #-]  \\ ?  (?# and then ) x +  """
    for text in ("1999#xx", "1999  x", "1999 x", "1999"):
        agree(pattern, "x", text)


def test_an_alphabet_grows_as_texts_come():
    linear = compile_linear(r"\b[α-ω]+\b|[א-ת]|é")
    for text in ("αβγ", "x αβ é", "\u05d0", "αé", "日αβ 日", "x" * 9 + "й αβ", "\ud800é", "😀 ω"):
        assert [m.span() for m in linear.finditer(text)] == [
            m.span() for m in re.finditer(linear.pattern, text)
        ]


def test_more_kinds_of_characters_than_bytes():
    letters = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
    pattern = (
        r"\b(?:" + "|".join(a + b for a, b in zip(letters[::2], letters[1::2], strict=True)) + r")\b|\B\Z"
    )
    for text in (
        letters[:2],
        "x" + letters[:2],
        f"é {letters[4:6]} {letters[5:7]}.",
        letters,
        letters[2:4] + "\n ",
    ):
        assert [m.span() for m in compile_linear(pattern).finditer(text)] == [
            m.span() for m in re.finditer(pattern, text)
        ]


@pytest.mark.parametrize(
    ("pattern", "offset", "kind", "words"),
    [
        ("ab(?=c)", 2, "not linear", "look-ahead"),
        ("ab(?!c)", 2, "not linear", "keep"),
        ("(?<=c)a", 0, "not linear", "look-behind"),
        ("(?<!c)a", 0, "not linear", "look-behind"),
        (r"(a)b\1", 4, "not linear", "back-reference"),
        (r"(?P<n>a)(?P=n)", 8, "not linear", "back-reference"),
        (r"(a)?(?(1)b|c)", 4, "not linear", "condition"),
        ("x(?>a+)", 1, "not linear", "atomic"),
        ("xa*+", 3, "not linear", "possessive"),
        ("xa{2}+", 5, "not linear", "possessive"),
        ("a{1001}", 1, "not linear", "1,000"),
        ("b(?:(?:a{100}){101}){100}", 14, "not linear", "too large"),
        ("x(?:a|b*?)*", 10, "not linear", "prefers to match nothing"),
        ("^a(?m:b$)|c$", 11, "not linear", r"\Z"),
        ("(?a)b", 2, "invalid", "flag a"),
        ("a(b", 1, "invalid", "unterminated"),
        ("a**", 2, "invalid", "multiple repeat"),
        ("[z-a]", 1, "invalid", "bad character range"),
        ("(" * 5000 + ")" * 5000, 0, "invalid", "nested too deeply"),
    ],
)
def test_what_cannot_run_is_refused_with_a_place_and_a_way_out(pattern, offset, kind, words):
    with pytest.raises(PatternError, match=re.escape(words)) as caught:
        compile_linear(pattern)
    assert (caught.value.offset, caught.value.kind) == (offset, kind)


@pytest.mark.parametrize("template", [r"\2", r"\g<no>", r"\q", "\\"])
def test_a_bad_replacement_is_refused(template):
    with pytest.raises(PatternError):
        compile_linear("(a)").sub(template, "a")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+$", "a" * 5000 + "!"),
        ("(a|aa)+$", "a" * 5000 + "é"),
        (r"(\w+\s?)+$", "word " * 2000 + "!"),
        ("(.*,){9}P", "1,2," * 2000),
    ],
)
def test_patterns_that_run_away_in_re_come_to_an_end(pattern, text):
    assert not compile_linear(pattern).test(text)
