import pytest

from docflow.catalog.catalog import Catalog
from docflow.catalog.discover import GROUP, Provider
from docflow.catalog.points import Point
from docflow.plugin import hookimpl


class Planted(Point):
    """An entry point that loads a module at hand."""

    def load(self):
        found = LOADS[self.name]
        if isinstance(found, Exception):
            raise found
        return found


LOADS: dict[str, object] = {}


@pytest.fixture
def installed(catalog):
    """Make a catalog where the planted plugins come from distributions with versions."""

    def make(*, misfits=lambda _: None, **claims):
        found = Catalog(
            {
                name: tuple(
                    Provider(name, dist, version, Planted(GROUP, name, f"{name}.module"))
                    for dist, version in held
                )
                for name, held in claims.items()
            },
            misfits,
        )
        planted = catalog()
        for name in planted.names():
            LOADS.setdefault(name, planted.namespace(name))
            if name not in claims:
                found._loaded[name] = planted.namespace(name)
        return found

    return make


FLOW = 'from text("a") | odd.step(x: 1) | odd.other | to jsonl("b")'


def test_a_plugin_that_does_not_import_is_named_once(made, installed):
    LOADS["odd"] = ImportError("no module named gone")
    (found,) = made(FLOW, plugins=installed(odd=[("docflow-odd", "1.2")])).diagnostics
    assert found.code == "DF0506"
    for part in ("docflow-odd 1.2", "odd.module", "no module named gone"):
        assert part in found.message


def test_a_plugin_that_breaks_the_contract(made, installed, planted):
    LOADS["odd"] = planted()
    LOADS["odd"].docflow_nothing = hookimpl(lambda: ())
    (found,) = made(FLOW, plugins=installed(odd=[("docflow-odd", "1.2")])).diagnostics
    assert found.code == "DF0504"
    assert "docflow-odd 1.2" in found.message


def test_two_plugins_of_one_namespace(made, installed):
    (found,) = made(
        FLOW, plugins=installed(odd=[("docflow-odd", "1.2"), ("docflow-even", "0.3")])
    ).diagnostics
    assert found.code == "DF0508"
    assert "docflow-even 0.3 and docflow-odd 1.2" in found.message


def test_a_plugin_for_another_api(made, installed):
    misfits = {"odd": "docflow-odd 3.0 brings `odd` for plugin API v2; this docflow has v1"}.get
    (found,) = made(FLOW, plugins=installed(misfits=misfits)).diagnostics[:1]
    assert (found.code, found.message) == ("DF0504", misfits("odd"))
    (found,) = made('use odd\nfrom text("a") | to jsonl("b")', plugins=installed(misfits=misfits)).diagnostics
    assert found.code == "DF0504"


@pytest.mark.parametrize(
    ("specifier", "codes"),
    [("~=1.0", []), (">=1.0, <2", []), ("==1.0.*", []), (">=1.1", ["DF0502"]), ("1.0", ["DF0502"])],
)
def test_the_version_that_use_asks_for(made, installed, planted, specifier, codes):
    LOADS["odd"] = planted()
    text = f'use odd "{specifier}"\nfrom text("a") | to jsonl("b")'
    found = made(text, plugins=installed(odd=[("docflow-odd", "1.0.0.dev0")])).diagnostics
    assert [d.code for d in found if d.code != "DF0208"] == codes


def test_a_version_that_does_not_fit_is_named_with_the_installed_one(made, installed, planted):
    LOADS["odd"] = planted()
    found = made('use odd "~=2.1"\nfrom text("a") | to jsonl("b")', plugins=installed(odd=[("d-odd", "1.3")]))
    (one,) = [d for d in found.diagnostics if d.code == "DF0502"]
    assert one.message == "this file needs `odd` ~=2.1, but d-odd 1.3 is installed"


def test_only_the_plugins_that_a_flow_names_are_loaded(made, installed):
    LOADS["odd"] = ImportError("must not be asked for")
    done = made(
        'from files("a") | clean.unicode | to jsonl("b")', plugins=installed(odd=[("docflow-odd", "1")])
    )
    assert done.diagnostics == ()


def test_an_alias_stands_for_its_namespace(made):
    done = made('use news as n\nfrom text("a") | n.lang | drop when doc.lang == "en" | to jsonl("b")')
    assert done.diagnostics == ()
    assert done.plan.flows[0].body[0].call.component == "news.lang"


def test_what_is_deprecated_is_told_with_what_to_write(made):
    (found,) = made('from text("a") | news.long | to jsonl("b")').diagnostics
    assert (found.code, found.severity, found.fix.replacement) == ("DF0505", "warning", "news.residue")
