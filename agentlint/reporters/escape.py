"""Untrusted text as it may reach a terminal."""


def escaped(text: str) -> str:
    """``text`` on one line, with all that does not print spelt out: control characters, ANSI escapes, bidi controls.

    A name in somebody's source must not move the cursor, recolour the screen, or read differently from what it is.
    """
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
