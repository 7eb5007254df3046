"""Valid flows of the whole language, made at random from a seed, and odd layouts of them.

`flow_text(seed)` gives a text that the built-in plugins understand; a few of a hundred are refused all the
same (two conditions that shut each other out), so laws take `checked_flows`. `disordered(text, seed)` writes
a text with other spaces, line ends and comments between its tokens. Both are functions of the seed alone.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import define, field

from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import FlowFile
from docflow.lang.syntax.lexing import lex
from docflow.plan.digest import digest
from docflow.plan.ir import Plan

FOLDER = Path(__file__).resolve().parents[1] / "flows" / "diagnostics"
"""Where the generated flows stand: the file that they include is in its `parts`."""

WORDS = [
    "alpha",
    "a longer text with some words in it",
    "Ärger, ñandú",
    'quote \\" and \\\\ tab \\t',
    "a # b",
    "{x}",
]
REGEXES = ['re"^see also\\s*:"i', 're"\\bread (?:more|on)\\b"', 're"x{2,3} # no comment"', 're"[.!?]$"im']
UNITS = ["10MB", "5s", "1_000ms", "20%", "1.5KiB"]


@define(eq=False)
class Maker:
    """Writes one file; `fields` are those of the document at this place, by type."""

    rng: random.Random
    fields: dict[str, str] = field(factory=dict)
    names: dict[str, str] = field(factory=dict)  # params and lets that are seen here, by type
    stages: dict[str, list[tuple[str, str]]] = field(factory=dict)
    count: int = 0
    mocks: list[str] = field(factory=list)
    inner: bool = False
    included: bool = False

    def fresh(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def one(self, *makers: Callable[[], str]) -> str:
        return self.rng.choice(makers)()

    def maybe(self, share: float) -> bool:
        return self.rng.random() < share

    def listed(self, opening: str, parts: list[str], closing: str) -> str:
        comma = "," if parts and self.maybe(0.2) else ""
        return f"{opening}{', '.join(parts)}{comma}{closing}"

    # ------------------------------------------------------------------------------------ values

    def of_type(self, kind: str) -> list[str]:
        return [f"doc.{n}" for n, t in self.fields.items() if t == kind] + [
            n for n, t in self.names.items() if t == kind
        ]

    def string(self) -> str:
        return f'"{self.rng.choice(WORDS)}"'

    def block(self) -> str:
        inside = self.rng.choice(["Body.\n  more\n", 'say "hello"\n\n\n  x\n', "\n\ttab\n"])
        indent = " " * self.rng.randrange(7)
        lines = "".join(indent + line if line.strip() else line for line in inside.splitlines(keepends=True))
        return f'"""\n{lines}{indent}{self.rng.choice(["", "end"])}"""'

    def number(self) -> str:
        return self.rng.choice(["0", "7", "40", "1_000", "12"])

    def whole(self, depth: int = 2) -> str:
        if depth == 0 or self.maybe(0.4):
            return self.rng.choice(
                [self.number(), "doc.words", "doc.chars", "doc.lines", *self.of_type("int")]
            )
        return self.one(
            lambda: " + ".join(self.whole(depth - 1) for _ in range(self.rng.choice([2, 2, 9]))),
            lambda: f"{self.whole(depth - 1)} * {self.whole(0)} - -{self.whole(0)}",
            lambda: f"({self.whole(depth - 1)})",
            lambda: f"max({self.whole(depth - 1)}, abs({self.whole(0)}))",
            lambda: f"length({self.phrase(depth - 1)})",
            lambda: f"(doc.year ?? {self.number()})" if "year" in self.fields else self.number(),
        )

    def phrase(self, depth: int = 2) -> str:
        if depth == 0 or self.maybe(0.4):
            return self.rng.choice([self.string(), "doc.id", "doc.source", *self.of_type("text")])
        return self.one(
            lambda: " + ".join(self.phrase(depth - 1) for _ in range(self.rng.choice([2, 3, 8]))),
            lambda: f"upper({self.phrase(depth - 1)})",
            lambda: f"replace({self.phrase(depth - 1)}, {self.string()}, {self.string()})",
            lambda: f'join({self.listed("[", [self.phrase(0), self.phrase(0)], "]")}, "-")',
            lambda: 'f"{doc.id}: {doc.words} # words, {{}}, {upper(doc.source)}"',
            self.block,
        )

    def truth(self, depth: int = 2) -> str:
        if depth == 0 or self.maybe(0.3):
            return self.rng.choice(
                [
                    f"doc.words {self.rng.choice(['<', '>', '<=', '!='])} {self.rng.randrange(1, 500)}",
                    f"doc.text matches {self.rng.choice(REGEXES)}",
                    f"{self.string()} in doc.text",
                    "doc.id not in " + self.listed("[", [self.string(), f'"{self.fresh("k")}"'], "]"),
                    *self.of_type("bool"),
                ]
            )
        return self.one(
            lambda: f" {self.rng.choice(['and', 'or'])} ".join(
                self.truth(depth - 1) for _ in range(self.rng.choice([2, 2, 3, 5]))
            ),
            lambda: f"not ({self.truth(depth - 1)})",
            lambda: f"({self.truth(depth - 1)})",
            lambda: f"{self.whole(depth - 1)} > {self.whole(depth - 1)}",
            lambda: f"starts_with({self.phrase(depth - 1)}, {self.phrase(0)})",
        )

    def value(self) -> tuple[str, str]:
        kind = self.rng.choice(["int", "text", "bool", "list", "map"])
        if kind == "list":
            return self.listed("[", [self.whole(1) for _ in range(self.rng.choice([1, 3, 14]))], "]"), kind
        if kind == "map":
            pairs = [f"{self.fresh('k')}: {self.phrase(1)}", f'"odd key": {self.string()}']
            return self.listed("{", pairs, "}"), kind
        return {"int": self.whole, "text": self.phrase, "bool": self.truth}[kind](), kind

    # ------------------------------------------------------------------------------------- steps

    def outcome(self) -> str:
        return self.rng.choice(
            ["skip", "drop", "fail", 'quarantine("failed")', "retry(2, wait: 5s) then drop"]
        )

    def end(self) -> str:
        return self.rng.choice(["drop", "quarantine", "warn"])

    def cleaner(self) -> str:
        phrases = [f"{self.fresh('rule')}: {self.rng.choice([self.string(), *REGEXES])}" for _ in range(3)]
        blank = self.rng.choice(["0", "2", "null", *[n for n in self.names if self.names[n] == "int"][:1]])
        return self.rng.choice(
            [
                "clean.unicode",
                "clean.unicode()",
                'clean.unicode(form: "NFKC", quotes: true)',
                f"clean.whitespace(max_blank: {blank})",
                self.listed("clean.lines(", [f"drop: {self.listed('{', phrases, '}')}"], ")"),
                f"clean.lines({self.string()}, keep: [{self.rng.choice(REGEXES)}], ignore_case: false)",
                'clean.replace({bridge: "viaduct", "odd key": "x"}, ignore_case: true)',
                *(["shared.tidy"] if self.included else []),
            ]
        )

    def change(self) -> str:
        name, end = self.fresh("c"), ""
        if self.maybe(0.3):
            end = f" as {name}"
            if not self.inner:
                self.mocks.append(name)
        return self.cleaner() + end + (f" on error {self.outcome()}" if self.maybe(0.3) else "")

    def assign(self) -> str:
        value, kind = self.value()
        name = self.fresh("f")
        self.fields[name] = kind
        return f"set doc.{name} = {value}"

    def stage_call(self) -> str:
        if not self.stages:
            return self.change()
        name, params = self.rng.choice(list(self.stages.items()))
        values = {"int": self.number(), "text": self.string(), "bool": "true"}
        args = [f"{param}: {values[kind]}" for param, kind in params]
        call = self.listed(f"{name}(", args, ")") if args else name
        return f"{call} as {self.fresh('s')}"

    def branch(self, depth: int, end: str = "") -> str:
        before, was = dict(self.fields), self.inner
        self.inner = True
        steps = [self.step(depth - 1) for _ in range(self.rng.choice([1, 1, 2]))]
        steps += [f"| {end}"] if end else []
        self.fields, self.inner = before, was
        gap = self.rng.choice([" ", "\n"])
        return f"{{{gap}{gap.join(steps)}{gap}}}"

    def sink(self) -> str:
        name = self.fresh("o")
        return self.rng.choice([f'to jsonl("{name}.jsonl")', f'to text("{name}")', f'to markdown("{name}")'])

    def arm(self, depth: int) -> str:
        head = f"when {self.truth()}"
        return self.one(
            lambda: f"{head} {self.branch(depth)}",
            lambda: f"{head} {self.branch(depth, self.sink())}",
            lambda: f'{head} => quarantine("not {self.count}")',
            lambda: f"{head} => drop",
        )

    def route(self, depth: int) -> str:
        arms = [self.arm(depth) for _ in range(self.rng.randrange(1, 4))]
        other = self.rng.choice(["=> keep", self.branch(depth)])
        every = " all" if self.maybe(0.3) else ""
        return "\n".join([f"route{every} {{", *arms, f"else {other}", "}"])

    def step(self, depth: int) -> str:
        simple: list[Callable[[], str]] = [
            self.change,
            self.assign,
            self.stage_call,
            lambda: f"drop when {self.truth()}",
            lambda: f'expect {self.truth()} else {self.end()}("r{self.count}")',
            lambda: f"expect {self.truth()} as {self.fresh('e')}",
        ]
        deep: list[Callable[[], str]] = [
            lambda: f"when {self.truth()} {self.branch(depth)}",
            lambda: f"when {self.truth()} {self.branch(depth)} else {self.branch(depth)}",
            lambda: self.route(depth),
            lambda: f"tee {self.branch(depth, self.sink())}",
            lambda: f"tee {self.branch(depth, self.sink())} {self.branch(depth, self.sink())}",
        ]
        return "| " + self.one(*simple, *(deep if depth > 0 else []))

    # ------------------------------------------------------------------------------------- items

    def source(self) -> str:
        first = 'jsonl("in/*.jsonl", text: "body", fields: {year: "int?", lang: "text"})'
        if self.maybe(0.5):
            self.fields = {"lang": "text", "year": "int?"}
            return first
        self.fields = {}
        return self.rng.choice(
            [
                'files("in/*.txt")',
                'text("a.txt"), files("in")',
                f'{first}, text("b.txt", encoding: "latin-1")',
            ]
        )

    def gate(self) -> str:
        tail = self.rng.choice(["", ' else warn("few")', ' else fail("too many were lost on the way")'])
        head = self.rng.choice(
            ["run.kept / run.seen >= 80%", "run.seen > 0 and run.seconds < 1h", "run.dropped < 1_000"]
        )
        return f"expect {head}{tail}"

    def pipeline(self, gap: str, depth: int = 2) -> str:
        head = f"from {self.source()}"
        steps = [self.step(depth) for _ in range(self.rng.randrange(1, 5))]
        if self.maybe(0.2):
            steps.append("| dedup.exact")
        gates = [self.gate() for _ in range(self.rng.choice([0, 0, 1, 2]))]
        return gap.join([head, *steps, f"| {self.sink()}"]) + "".join(f"\n\n{gate}" for gate in gates)

    def param(self) -> str:
        name = self.fresh("p")
        text, kind = self.rng.choice(
            [
                (f"param {name}: int = 3 where {name} >= 0 and {name} < 1_000", "int"),
                (f'param {name}: text = "x"', "text"),
                (f"param {name}: glob", ""),
                (f"param {name}: bool = false", "bool"),
                (f'param {name}: enum["news", "blog"]? = null', ""),
                (f"param {name}: list[text] = {self.listed('[', [self.string()], ']')}", ""),
                (f"param {name}: size = {self.rng.choice(['10MB', '1.5KiB'])}", ""),
            ]
        )
        self.names[name] = kind
        return text

    def let(self) -> str:
        name = self.fresh("l")
        text, kind = self.rng.choice(
            [("2 + 1", "int"), (self.string(), "text"), (self.block(), "text"), ("[1, 2]", "")]
        )
        self.names[name] = kind
        return f"let {name} = {text}"

    def stage(self) -> str:
        name = self.fresh("stage_")
        kinds = [self.rng.choice(["int", "text", "bool"]) for _ in range(self.rng.randrange(3))]
        defaults = {"int": "1", "text": '"x"', "bool": "true"}
        params = [(self.fresh("a"), kind) for kind in kinds]
        signature = self.listed("(", [f"{n}: {k} = {defaults[k]}" for n, k in params], ")") if params else ""
        outer, fields, stages, was = self.names, self.fields, self.stages, self.inner
        self.names = {n: t for n, t in outer.items() if n.startswith("l")} | dict(params)
        self.fields, self.stages, self.inner = {}, {}, True
        gap = self.rng.choice([" ", "\n"])
        body = gap.join(self.step(1) for _ in range(self.rng.randrange(1, 4)))
        self.names, self.fields, self.stages, self.inner = outer, fields, stages, was
        self.stages[name] = params
        return f"stage {name}{signature} {{{gap}{body}{gap}}}"

    def flow(self) -> str:
        self.mocks = []
        name = self.fresh("flow_")
        settings = self.rng.choice(
            ["", "\nwith workers: 4, max_doc: 10MB", f"\non error {self.outcome()}\nwith max_errors: 1%"]
        )
        gap = "\n" if settings or self.maybe(0.8) else " "
        body = f"flow {name} {{{settings}{gap}{self.pipeline(gap)}{gap}}}"
        return body + ("\n" + self.test(name) if self.maybe(0.6) else "")

    def test(self, target: str) -> str:
        given = self.rng.choice(
            [self.string(), self.block(), self.listed("[", [self.string(), self.block()], "]")]
        )
        fields = self.rng.choice(["", ' with lang: "en", year: 1999'])
        mocks = [f"mock {name} = {self.string()}" for name in self.mocks[:1]]
        then = [
            "run.seen >= 1 and run.kept < 9",
            f"doc.text == {self.string()}",
            'snapshot("one")',
            "run.quarantined == 0 or doc.words > 2",
        ]
        clauses = [f"given {given}{fields}", *mocks, *(f"then {t}" for t in self.rng.sample(then, 2))]
        return "\n".join([f'test "{self.fresh("t")} # no comment" of {target} {{', *clauses, "}"])

    def file(self) -> str:
        head = ["docflow 1"] if self.maybe(0.5) else []
        if self.maybe(0.3):
            self.included = True
            head.append('include "parts/shared.flow" as shared')
        small = [self.rng.choice([self.param, self.let])() for _ in range(self.rng.randrange(4))]
        stages = [self.stage() for _ in range(self.rng.randrange(3))]
        if self.maybe(0.3):
            large = [self.pipeline(self.rng.choice([" ", "\n"]))]
        else:
            large = [self.flow() for _ in range(self.rng.randrange(1, 3))]
        return "\n".join([*head, *small, *stages, *large]) + "\n"


def flow_text(seed: int | str) -> str:
    """Return the text of a flow file."""
    return Maker(random.Random(f"flow {seed}")).file()


def plan_of(text: str, catalog: Catalog) -> Plan | None:
    """Return the plan of a text as far as params are known, None when it has errors."""
    checked = FlowFile(text, "made.flow", FOLDER, catalog).check()
    return checked.elaborated.outline if checked.ok else None


def meaning_of(text: str, catalog: Catalog) -> str | None:
    """Return what a text does: the digest of its plan and its tests; None when it has errors."""
    checked = FlowFile(text, "made.flow", FOLDER, catalog).check()
    plan = checked.elaborated.outline
    if not checked.ok or plan is None:
        return None
    return f"{digest(plan)} {bare(checked.elaborated.cases)}"


def bare(value: object) -> object:
    """Return what a test says, without its places in the file."""
    if isinstance(value, tuple):
        return tuple(bare(each) for each in value)
    if not type(value).__module__.startswith("docflow.plan"):
        return value
    names = [name for name in type(value).__match_args__ if name not in ("at", "text", "span", "end")]
    return type(value).__name__, *((name, bare(getattr(value, name))) for name in names)


def checked_flows(number: int, catalog: Catalog) -> Iterator[tuple[int, str]]:
    """Return so many flows that check without errors, with their seeds."""
    seed = 0
    while number > 0:
        text = flow_text(seed)
        if plan_of(text, catalog) is not None:
            number -= 1
            yield seed, text
        seed += 1


BLANKS = [
    " ",
    "\n",
    "\n\n\n",
    "   ",
    "\t",
    " \n  \t\n ",
    "\f",
    " # {c}\n",
    "\n# {c}\n",
    "\n\n# {c}\n\n    # {c}\n\n",
    " #{c} \n # {c}\n",
]


def disordered(text: str, seed: int | str) -> str:
    """Return a text with other layout between its tokens, comments with a number each among it."""
    rng = random.Random(f"layout {seed}")
    share, count, parts, end = rng.choice([0.03, 0.2, 0.7]), 0, [], 0
    tokens = lex(text, "made.flow").tokens
    for token, before in zip(tokens, (None, *tokens), strict=False):
        gap = text[end : token.span.start]
        fixed = token.kind == "COLON" and before is not None and before.kind == "KEY"
        if not fixed and rng.random() < share:
            gap = rng.choice(BLANKS)
            while "{c}" in gap:
                count += 1
                gap = gap.replace("{c}", f"c{count}", 1)
        parts += [gap, token.text]
        end = token.span.end
    made = "".join(parts)
    return made.replace("\n", "\r\n") if rng.random() < 0.1 else made
