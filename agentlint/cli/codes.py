"""What a process tells whoever started it."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes. ``NOTHING`` means that no orchestration was found, so a clean result would say nothing."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    NOTHING = 3
    INTERNAL = 4
    INTERRUPTED = 130
