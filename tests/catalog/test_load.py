"""Loading: whatever a plugin does, the error names it, and others are not hurt."""

import sys

import pytest

from docflow.catalog.catalog import Catalog
from docflow.errors import PluginError

HEAD = "from docflow.plugin import *\n"
UPPER = '@component("upper", examples=(Example("a", "A"),))\nclass Upper(Cleaner):\n    """Doc."""\n'
CLEAN = "    def clean(self, text): return text\n"
HOOK = "@hookimpl\ndef docflow_components(): return (Upper,)\n"


def fault(install, code: str, **how: str) -> PluginError:
    install("acme-news", "acme", HEAD + code, **how)
    with pytest.raises(PluginError) as caught:
        Catalog.installed().namespace("acme")
    return caught.value


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import nothing_of_that_name", "ModuleNotFoundError: No module named 'nothing_of_that_name'"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise ValueError", "ValueError"),
        ("def", "SyntaxError"),
        ("raise SystemExit(3)", "it tried to end the program (sys.exit)"),
        ("class Odd(BaseException): pass\nraise Odd('x')", "Odd: x"),
    ],
)
def test_a_broken_import_names_distribution_version_and_entry_point(install, code: str, said: str) -> None:
    error = fault(install, code)
    assert error.code == "DF0506"
    assert error.message.startswith(f"the plugin `acme` did not load: {said}")
    assert (error.distribution, error.version, error.entry_point) == ("acme-news", "1.0", "dist_acme_news")
    assert str(error).endswith("[plugin 'acme', acme-news 1.0, dist_acme_news]")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "it has no hook"),
        (
            '@component("upper", examples=(Example("a", "A"),))\nclass Upper(Cleaner):\n' + CLEAN,
            "needs a sentence of doc",
        ),
        (
            '@component("upper")\nclass Upper(Cleaner):\n    """Doc."""\n' + CLEAN,
            "needs at least one example",
        ),
        (UPPER + HOOK, "the component `upper` does not have the method `clean`"),
        (
            UPPER.replace('"upper"', '"up-per"') + CLEAN + HOOK,
            "no flow can write `up-per`, the name of a component",
        ),
        (UPPER + CLEAN + HOOK.replace("(Upper,)", "(Upper, Upper)"), "two components are called `upper`"),
        (UPPER + CLEAN + HOOK.replace("(Upper,)", "Upper"), "not a tuple"),
        (
            UPPER + CLEAN + "class Lower(Upper): pass\n" + HOOK.replace("(Upper,)", "(Lower,)"),
            "is no component",
        ),
        (HOOK.replace("(Upper,)", "(1,)"), "1 is no component: decorate it"),
        (HOOK.replace("(Upper,)", "1 / 0"), "a hook raised ZeroDivisionError: division by zero"),
        (HOOK.replace("return (Upper,)", "raise SystemExit"), "a hook raised it tried to end the program"),
        (HOOK.replace("components", "component"), "unknown hook 'docflow_component'"),
        (HOOK.replace("components()", "components(registry)"), "docflow_components"),
        ("@hookimpl\ndef docflow_functions(): return (len,)\n", "is no function of the language"),
        (
            UPPER
            + "    a: int = option(doc='A.', primary=True)\n    b: int = option(doc='B.', primary=True)\n"
            + CLEAN
            + HOOK,
            "more than one primary option",
        ),
    ],
)
def test_a_breach_of_the_contract_is_named(install, code: str, said: str) -> None:
    error = fault(install, code)
    assert error.code == "DF0504"
    assert error.message.startswith("the plugin `acme` breaks the plugin contract: ")
    assert said in error.message
    assert "\n" not in error.message
    assert error.distribution == "acme-news"


@pytest.mark.parametrize("value", ["no module!", "a:b:c"])
def test_an_entry_point_that_names_no_module(install, value: str) -> None:
    error = fault(install, "", value=value)
    assert error.code == "DF0504"
    assert "names no module" in error.message


def test_a_namespace_that_no_flow_can_write(install) -> None:
    install("acme-news", "acme-news")
    with pytest.raises(PluginError, match="no flow can write that name") as caught:
        Catalog.installed().namespace("acme-news")
    assert caught.value.code == "DF0504"


def test_ctrl_c_during_an_import_is_no_fault_of_the_plugin(install) -> None:
    install("acme-news", "acme", "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        Catalog.installed().namespace("acme")


def test_what_a_plugin_prints_stays_out_of_the_results(install, capsys: pytest.CaptureFixture[str]) -> None:
    loud = (
        HEAD
        + "print('hello')\n"
        + UPPER
        + CLEAN
        + HOOK.replace("(): return", "():\n    print('again')\n    return")
    )
    install("acme-news", "acme", loud)
    assert Catalog.installed().namespace("acme") is not None
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "hello\nagain\n"


def test_a_broken_plugin_is_imported_once(install, capsys: pytest.CaptureFixture[str]) -> None:
    install("acme-news", "acme", "print('try')\n1 / 0")
    catalog = Catalog.installed()
    for _ in range(3):
        with pytest.raises(PluginError):
            catalog.namespace("acme")
    assert capsys.readouterr().err == "try\n"


def test_a_slow_or_broken_plugin_costs_nothing_to_others(install) -> None:
    module = install("acme-news", "acme", "1 / 0")
    install("calm", "calm")
    catalog = Catalog.installed()
    assert catalog.find("step", ("calm", "upper")) is not None
    assert catalog.find("step", ("nowhere", "upper")) is None
    assert module not in sys.modules
