"""Secrets: `secret token = env("NAME")` becomes a reference; its value is read when a run starts."""

from docflow.errors import Fix
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.suggest import nearest
from docflow.plan.ir import SecretRef

__all__ = ["PROVIDERS", "secret_of"]

PROVIDERS = ("env",)
"""Where a secret may come from: an environment variable."""


def secret_of(item: tree.Secret, findings: Findings) -> SecretRef:
    """Return the reference that a secret stands for; nothing is looked up here."""
    call = item.provider
    provider = call.path.text
    if provider not in PROVIDERS:
        hint = nearest(provider, PROVIDERS) or PROVIDERS[0]
        named = call.path.names[1] if provider.startswith("env.") and call.args_span is None else "NAME"
        fixed = hint if named == "NAME" else f'{hint}("{named}")'
        findings.add(
            "DF0202",
            f"there is no provider of secrets `{provider}`",
            call.path.span,
            help=f'did you mean `{hint}("{named}")`?',
            fix=Fix(f"write `{fixed}`", call.path.span, fixed),
        )
        return SecretRef(provider, "")
    value = call.args[0].value if len(call.args) == 1 and call.args[0].name is None else None
    if isinstance(value, tree.Text) and value.value:
        return SecretRef(provider, value.value)
    findings.add(
        "DF0302", "`env` needs the name of an environment variable", call.span, help='write `env("TOKEN")`'
    )
    return SecretRef(provider, "")
