"""Short codes that people read aloud, type and scan."""

import re
import secrets

# No sign looks like another one (0 O, 1 I L), and without vowels no code is a rude word.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 8
CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_code() -> str:
    """One of 378 thousand million; nobody can tell the next one."""
    return "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))


def tidy_code(typed: str) -> str:
    """What was meant, without the dashes and blanks people put in; empty when it cannot be a code."""
    signs = "".join(typed.upper().replace("-", "").split())
    return signs if CODE.fullmatch(signs) else ""


def grouped(code: str) -> str:
    """In groups of four, as people read it."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
