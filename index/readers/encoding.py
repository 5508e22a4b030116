"""From bytes to text: byte-order marks, UTF-8, GB18030, and what is no text at all."""

from __future__ import annotations

import codecs
import re

from index.errors import BinaryFile, EmptyFile, FileTooLarge

__all__ = ["MAX_BYTES", "decode"]

MAX_BYTES = 20 * 1024 * 1024
"""A budget document of text has some hundred KB; beyond this it is a mistake (a dump, a disk image)."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def decode(data: bytes, *, name: str) -> str:
    """The text of a file's bytes with line ends as ``\\n``.

    Tries a byte-order mark, UTF-8, then GB18030 (which holds GBK and GB2312). Raises EmptyFile, FileTooLarge
    or BinaryFile; ``name`` is for their messages.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise EmptyFile(name)
    if len(data) > MAX_BYTES:
        raise FileTooLarge(name, len(data), MAX_BYTES)
    text = _decoded(data)
    if text is None:
        raise BinaryFile(name)
    sample = text[:200_000]
    if len(_CONTROL.findall(sample)) > max(8, len(sample) // 200):
        raise BinaryFile(name)
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\x00", ""))


def _decoded(data: bytes) -> str | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    # A few damaged bytes (a cut character, a lone surrogate) must neither lose the document nor make it another
    # encoding; GB18030 read as UTF-8, or a binary, has them everywhere.
    text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") <= len(text) // 1000 + 8:
        return text
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None
