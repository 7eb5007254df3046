"""The words of the language, a sentence each."""

from collections.abc import Mapping

__all__ = ["MEMBERS", "OUTCOME_WORDS", "ROOT_WORDS", "TYPE_WORDS", "UNIT_WORDS", "WORDS"]

WORDS: Mapping[str, str] = {
    "docflow": "The version of the language that the file is written in; may be left out.",
    "use": "Names a plugin that the file needs, with the versions that will do.",
    "include": "Brings the stages and lets of another file of this project, under a name.",
    "param": "Declares a value that is given from outside, with its type and, mostly, a default.",
    "secret": "Declares a value that is masked everywhere and goes to secret arguments only.",
    "let": "Gives a name to a value that never changes.",
    "flow": "Declares a pipeline: its sources, its steps and, at the end, its gates.",
    "stage": "Declares a sequence of steps that flows call like a component.",
    "test": "Says what a flow or stage makes of given documents; needs no files and no network.",
    "from": "The sources of a flow; several are read one after the other.",
    "with": "Sets how a flow runs (`max_doc`, `max_errors`); in a test, the fields of what is given.",
    "on": "`on error` says what happens to a document on which a step fails.",
    "error": "`on error` says what happens to a document on which a step fails.",
    "as": "Gives a name: to a plugin or an include in this file, to a step in reports and tests.",
    "where": "A condition that the value of the param must meet.",
    "of": "The flow or stage that is tested.",
    "given": "The documents of a test: a text, or a list of texts.",
    "mock": "Replaces a step of the tested flow by its result.",
    "then": "What comes after the last `retry`; in a test, what must hold.",
    "when": "Applies a block to the documents for which a condition holds; all of them go on after it.",
    "set": "Writes a field of the document; the text is changed by components only.",
    "drop": "Drops documents: all of them, or with `when` those for which a condition holds.",
    "route": "Sends each document down the first arm whose condition holds.",
    "all": "`route all` gives a copy to every arm whose condition holds.",
    "else": "What happens to the other documents.",
    "tee": "Sends a copy of each document down a block that ends in `to`.",
    "expect": "Judges: each document as a step, the whole run as a gate after the last step.",
    "to": "Writes the documents of this path to a sink; the path ends here.",
    "and": "True when both sides are.",
    "or": "True when one side is.",
    "not": "True when what follows is false.",
    "in": "Whether a list holds a value, or a text another text.",
    "matches": "Whether a regular expression is found in a text.",
    "true": "The value true.",
    "false": "The value false.",
    "null": "No value; only where the type ends in `?`.",
}
"""What each word of the language does; where several may stand, they are proposed in this order."""

OUTCOME_WORDS: Mapping[str, str] = {
    "fail": "Stops the run: what was written before stays under its old name (exit 4).",
    "skip": "Lets the document go on as it entered the step, and notes it.",
    "drop": "Drops the document; it is counted under the reason.",
    "quarantine": "Sets the document aside under a reason, with everything that is needed to try it again.",
    "warn": "Notes it in the report; the document goes on.",
    "keep": "Lets the document go on unchanged.",
    "retry": "Tries the step again; what follows `then` comes when no try succeeds.",
}

ROOT_WORDS: Mapping[str, str] = {
    "doc": "The document at this step.",
    "run": "The sums of the whole run; known in gates and tests.",
    "sink": "What a test recorded at a sink: `sink.count`, `sink.first.text`.",
}

MEMBERS: Mapping[str, tuple[str, str]] = {
    "doc.id": ("text", "What the reader calls the document."),
    "doc.text": ("text", "The text; only components change it."),
    "doc.source": ("text", "The file that the document was read from."),
    "doc.words": ("int", "The number of words: runs of characters between white space."),
    "doc.chars": ("int", "The number of characters."),
    "doc.lines": ("int", "The number of lines."),
    "run.seen": ("int", "How many documents were read."),
    "run.kept": ("int", "How many documents were written."),
    "run.dropped": ("int", "How many documents were dropped."),
    "run.quarantined": ("int", "How many documents were set aside."),
    "run.seconds": ("duration", "How long the run took."),
    "run.dropped_by": ("int", "How many documents a step dropped: `run.dropped_by.STEP`."),
    "sink.count": ("int", "How many documents came to the sink."),
    "sink.first": ("document", "The first document that came to the sink; say which field of it."),
}
"""Type and meaning of what `doc`, `run` and `sink` always hold."""

TYPE_WORDS: Mapping[str, str] = {
    "text": 'A text: `"..."`.',
    "int": "A whole number.",
    "float": "A number.",
    "bool": "`true` or `false`.",
    "ratio": "A share: `20%` is `0.2`.",
    "size": "A number of bytes: `10MB`, `4KiB`.",
    "duration": "A time: `5s`, `200ms`, `2h`.",
    "date": 'A day: `"2024-05-04"`.',
    "path": "A file or folder, relative to this file.",
    "glob": "A path that may hold `*`, `?` and `**`, relative to this file.",
    "regex": 'A regular expression: `re"..."`.',
    "any": "A value of any type.",
    "list": "A list of elements of one type: `list[text]`.",
    "map": "Values by name: `map[int]`.",
    "enum": 'One of some words: `enum["a", "b"]`.',
}

UNIT_WORDS: Mapping[str, str] = {
    "B": "bytes", "KB": "1,000 bytes", "MB": "1,000,000 bytes", "GB": "10^9 bytes", "TB": "10^12 bytes",
    "KiB": "1,024 bytes", "MiB": "1,024 KiB", "GiB": "1,024 MiB", "TiB": "1,024 GiB",
    "ms": "milliseconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days", "%": "hundredths",
}  # fmt: skip
