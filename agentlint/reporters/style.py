"""How things look where there is colour."""

from agentlint.diagnostics.finding import Level

GUTTER = "bold blue"
STYLES = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.INFO: "bold cyan"}
