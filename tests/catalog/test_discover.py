"""Discovery reads metadata and imports nothing."""

import sys

import pytest

from docflow.catalog.catalog import Catalog
from docflow.catalog.discover import misfit, providers
from docflow.errors import PluginError


def test_names_come_from_metadata_without_an_import(install) -> None:
    module = install("acme-news", "acme", "raise RuntimeError('imported')")
    catalog = Catalog.installed()
    assert "acme" in catalog.names()
    provider = catalog.provider("acme")
    assert provider is not None
    assert (provider.distribution, provider.version, provider.title) == ("acme-news", "1.0", "acme-news 1.0")
    assert module not in sys.modules


def test_the_built_in_components_are_found_by_the_same_door() -> None:
    assert {"core", "clean", "dedup", "extract", "split"} <= set(providers())


def test_two_claimants_are_one_error_that_names_both(install) -> None:
    install("acme-news", "acme")
    install("other-news", "acme", version="2.1")
    catalog = Catalog.installed()
    for look_up in (catalog.provider, catalog.namespace, lambda name: catalog.find("step", (name, "upper"))):
        with pytest.raises(PluginError) as caught:
            look_up("acme")
        assert caught.value.code == "DF0508"
        assert caught.value.message == (
            "the namespace `acme` is claimed by acme-news 1.0 and other-news 2.1; "
            "uninstall all but one of them"
        )


def test_other_namespaces_are_not_hurt_by_a_quarrel(install) -> None:
    install("acme-news", "acme")
    install("other-news", "acme")
    install("calm", "calm")
    assert Catalog.installed().find("step", ("calm", "upper")) is not None


def test_one_distribution_that_claims_a_name_twice_is_an_error_too(install) -> None:
    install("acme-news", "acme", value="dist_acme_news\nacme = another_module")
    with pytest.raises(PluginError, match=r"acme-news 1\.0 claims the namespace `acme` twice"):
        Catalog.installed().provider("acme")


def test_damaged_metadata_hide_no_other_plugin(install) -> None:
    install("broken-meta", "broken", metadata=False)
    install("calm", "calm")
    catalog = Catalog.installed()
    assert {"broken", "calm"} <= set(catalog.names())
    assert catalog.find("step", ("broken", "upper")) is not None


def test_a_plugin_for_another_api_is_named(install) -> None:
    install("acme-news", "acme", group="docflow.plugins.v2")
    assert misfit("acme") == "acme-news 1.0 brings `acme` for plugin API v2; this docflow has v1"
    assert Catalog.installed().misfit("acme") == misfit("acme")
    assert "acme" not in Catalog.installed().names()


@pytest.mark.parametrize("group", ["docflow.pluginsv2", "other.plugins.v2", "console_scripts"])
def test_entry_points_of_others_are_no_misfits(install, group: str) -> None:
    install("acme-news", "acme", group=group)
    assert misfit("acme") is None


def test_a_plugin_for_this_api_is_no_misfit(install) -> None:
    install("acme-news", "acme")
    assert misfit("acme") is None
    assert Catalog.of().misfit("acme") is None
