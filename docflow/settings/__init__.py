"""What a project wants of docflow: `[tool.docflow]` in its pyproject.toml."""

from docflow.settings.levels import ALL, LEVELS, Level, Settings, settings_for

__all__ = ["ALL", "LEVELS", "Level", "Settings", "settings_for"]
