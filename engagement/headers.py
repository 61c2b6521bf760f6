"""What may stand in a header of a mail: one line, and no control character, whoever typed it."""

import re

# Lone surrogates cannot be written in any alphabet; the separators end a line in some programs.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def one_line(text: str, most: int = 300) -> str:
    """For headers: line ends and control characters become a space."""
    return " ".join(_CONTROL.sub(" ", text).split())[:most].rstrip()


def storable(text: str) -> str:
    """For bodies: what the book cannot keep is left out."""
    return _UNSTORABLE.sub("", text)
