from docflow.plugin import Cleaner, Example, Hazard, component

FLOW = 'from text("a") | odd.remove | when doc.words > 3 { | odd.read as late } | to jsonl("b")'


@component("remove", examples=(Example("a", "a"),))
class Remove(Cleaner):
    """Remove it."""

    def clean(self, text):
        return text


@component("read", examples=(Example("a", "a"),))
class Read(Cleaner):
    """Read it."""

    def clean(self, text):
        return text


def checks(program):
    for step in program.steps:
        if step.component == "odd.read" and any(s.component == "odd.remove" for s in program.before(step)):
            yield Hazard(step, f"`{step.id}` reads in a {step.branch} what is gone", "put it first", "error")


def test_a_plugin_tells_of_a_hazard_at_the_step(made, catalog, planted):
    (found,) = made(FLOW, plugins=catalog(odd=planted(Remove, Read, checks=checks))).diagnostics
    assert (found.code, found.message) == ("DF0411", "`late` reads in a when what is gone")
    assert (found.help, found.severity) == ("put it first", "error")
    assert FLOW[found.span.start : found.span.end] == "late"


def test_plugins_that_the_flow_does_not_use_are_not_asked(made, catalog, planted):
    def never(program):
        raise AssertionError

    plugins = catalog(odd=planted(Remove, Read, checks=never))
    assert made('from text("a") | to jsonl("b")', plugins=plugins).diagnostics == ()


def test_checks_that_fail_are_the_mistake_of_the_plugin(made, catalog, planted):
    def broken(program):
        raise LookupError("oh")

    done = made(FLOW, plugins=catalog(odd=planted(Remove, Read, checks=broken)))
    (found,) = done.diagnostics
    assert (found.code, found.severity) == ("DF0504", "warning")
    assert "LookupError: oh" in found.message
    assert done.plan is not None
