"""Bytes to text, as Python itself would read a source file, and a little more forgiving."""

import io
import tokenize


def decode(data: bytes) -> str | None:
    """The text of ``data`` with ``\\n`` line ends; None where its own coding cookie cannot decode it.

    A byte order mark or a PEP 263 cookie decides; without one it is UTF-8, and Latin-1 where it is not.
    """
    found = decoded(data)
    return _unified(found[0]) if found is not None else None


def decoded(data: bytes) -> tuple[str, str] | None:
    """The text of ``data`` as `decode` finds it, but with the line ends that it has, and the coding."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding), encoding
    except (SyntaxError, ValueError, LookupError):
        return None if _has_cookie(data) else (data.decode("latin-1"), "latin-1")


def _has_cookie(data: bytes) -> bool:
    head = data.split(b"\n", 2)[:2]
    return data.startswith(b"\xef\xbb\xbf") or any(tokenize.cookie_re.match(line.decode("latin-1")) for line in head)


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
