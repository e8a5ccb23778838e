"""Bytes to text, as Python itself would read a source file, and a little more forgiving."""

import io
import tokenize


def decode(data: bytes) -> str | None:
    """The text of ``data`` with ``\\n`` line ends; None where its own coding cookie cannot decode it.

    A byte order mark or a PEP 263 cookie decides; without one it is UTF-8, and Latin-1 where it is not.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError:
        return None if _has_cookie(data) else _unified(data.decode("latin-1"))
    try:
        return _unified(data.decode(encoding))
    except (ValueError, LookupError):
        return None if _has_cookie(data) else _unified(data.decode("latin-1"))


def _has_cookie(data: bytes) -> bool:
    head = data.split(b"\n", 2)[:2]
    return data.startswith(b"\xef\xbb\xbf") or any(tokenize.cookie_re.match(line.decode("latin-1")) for line in head)


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
