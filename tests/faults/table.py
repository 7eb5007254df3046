"""What each body must end in: the reasons for which its document may be set aside, or nothing at all.

A body of `HARMFUL` costs exactly its document. A body of `HARMLESS` costs nothing: the run gives what it
would give without it.
"""

RAISED = [
    "error",
    "two_arguments",
    "unprintable",
    "exits_when_told",
    "nameless",
    "huge_message",
    "hostile_message",
    "group",
    "cyclic_cause",
    "base",
    "interrupt",
    "generator_exit",
    "stop_iteration",
    "cancelled",
    "sys_exit",
    "recursion",
    "os_error_full",
    "broken_pipe",
    "asks_a_person",
]
WRONG = [
    "gives_none",
    "gives_int",
    "gives_bytes",
    "gives_list",
    "gives_liar",
    "gives_generator",
]
CRASHED = [
    "os_exit_0",
    "os_exit_1",
    "segfault",
    "abort",
    "kills_itself",
    "terminates_itself",
    "kills_its_group",
    "c_recursion",
    "spoils_the_heap",
]
TOO_LONG = [
    "loops",
    "loops_and_swallows",
    "loops_in_c",
    "regex_bomb",
    "holds_the_lock",
    "sleeps",
    "sleeps_deaf",
    "stops_itself",
    "deadlocks",
    "waits_for_a_pipe",
    "waits_for_a_thread",
]
TOO_LARGE = ["memory_error", "one_request", "leaks_in_a_loop", "grows_a_text"]
TAMPERED = [
    "closes_1_and_2",
    "changes_folder",
    "changes_umask",
    "patches_len",
    "patches_open",
    "patches_json",
    "patches_re",
    "changes_signals",
    "lowers_recursion_limit",
    "closes_descriptors",
    "lowers_open_files",
    "lowers_file_size",
    "leaks_descriptors",
    "patches_print",
    "raises_and_patches",
    "writes_everywhere",
    "forks_and_returns",
]

HARMFUL: dict[str, frozenset[str]] = {
    **dict.fromkeys([*RAISED, *WRONG], frozenset({"error"})),
    **dict.fromkeys(CRASHED, frozenset({"crash"})),
    **dict.fromkeys(TOO_LONG, frozenset({"limit:time"})),
    **dict.fromkeys(TOO_LARGE, frozenset({"limit:memory"})),
    **dict.fromkeys(TAMPERED, frozenset({"contract"})),
    # Pages take their time to be made; the tests allow a second, which is little where all cores are busy.
    **dict.fromkeys(
        ["maps_and_touches", "grows_a_text", "leaks_in_a_loop"], frozenset({"limit:memory", "limit:time"})
    ),
    # It swallows what says that there is no more memory, so its time may run out first.
    "leaks_and_swallows": frozenset({"limit:memory", "limit:time"}),
    # A worker may be deaf to Ctrl-C, as its supervisor hears it; then this one waits for ever.
    "interrupts_its_group": frozenset({"crash", "limit:time"}),
    # The alarm may go off before anybody has looked.
    "sets_an_alarm": frozenset({"contract", "crash"}),
}
HARMLESS = [
    "gives_subclass",
    "reads_standard_input",
    "prints_much",
    "prints_control",
    "closes_stdout",
    "loses_stdout",
    "empties_environment",
    "forgets_modules",
    "changes_locale",
    "leaves_threads",
    "leaves_a_busy_thread",
    "hangs_at_exit",
    "leaks_some_descriptors",
    "prints_at_exit",
    "warnings_as_errors",
    "warns",
    "seeds",
    "traces",
    "leaves_a_child",
    "leaves_a_daemon",
    "forks_a_child_that_exits",
    "forks_a_child_that_raises",
    "forks_a_child_that_sleeps",
    "reaps_everything",
]

BEGIN = "use bad\nfrom jsonl({place}) | clean.whitespace"
END = '| clean.unicode | to jsonl("out/all.jsonl")\n'
KINDS = {
    "clean": f'{BEGIN} | bad.clean("{{how}}") {END}',
    "batch": f'{BEGIN} | bad.batch("{{how}}") {END}',
    "judge": f'{BEGIN} | bad.judge("{{how}}") {END}',
    "extract": f'{BEGIN} | bad.extract("{{how}}") {END}',
    "split": f'{BEGIN} | bad.split("{{how}}") {END}',
    "observe": f'{BEGIN} | bad.once("{{how}}", at: "observe") {END}',
    "apply": f'{BEGIN} | bad.once("{{how}}", at: "apply") {END}',
    "act": f'{BEGIN} | set doc.made = bad.act("{{how}}", doc.text) {END}',
    "lines": f'{BEGIN} | to bad.lines("out/all.txt", how: "{{how}}")\n',
}
"""A flow for each kind; a reader stands for itself, as it loses the rest of its file."""

WORKERS = (1, 2, 4)
GROUPS = (RAISED, WRONG, CRASHED, TOO_LONG, TOO_LARGE, TAMPERED, HARMLESS)


def cases(*, long: bool) -> list[tuple[str, str, int]]:
    """Return (kind, body, workers): all with all, or in each kind one body of each group, each time another.

    The short form runs what raises or returns something wrong in `test_all_that_only_raise`, too.
    """
    if long:
        every = [(kind, how) for kind in KINDS for how in (*HARMFUL, *HARMLESS)]
        return [(kind, how, workers) for kind, how in every if _fits(kind, how) for workers in WORKERS]
    found = []
    for at, kind in enumerate(KINDS):
        for turn, group in enumerate(GROUPS):
            fitting = [how for how in group if _fits(kind, how)] or ["error"]
            found.append((kind, fitting[at % len(fitting)], WORKERS[(at + turn) % len(WORKERS)]))
    return found


def _fits(kind: str, how: str) -> bool:
    return not (kind == "observe" and how.startswith("gives_"))  # a sketch may be of any type
