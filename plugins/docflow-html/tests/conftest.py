"""How hypothesis runs here, where the tests of the core may be absent."""

from hypothesis import HealthCheck, settings

# A slow or busy machine is no failure: laws judge what comes out, never how long it took.
settings.register_profile("html", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("html")
