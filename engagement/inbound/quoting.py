"""What somebody wrote themselves: without the mail they answer, and without their signature. Pure."""

import re

# The line before a quoted mail, as the usual programs write it; it may be broken in two.
INTRODUCTIONS = re.compile(
    r"^(?:on\b.{5,300}\bwrote:|am\b.{5,300}\bschrieb.{0,200}:"
    r"|le\b.{5,300}\ba écrit\s?:|op\b.{5,300}\bschreef.{0,200}:|_{10,}"
    r"|-{2,}\s?(?:original message|ursprüngliche nachricht|message d'origine|oorspronkelijk bericht)\s?-{2,}"
    r")\s*$",
    re.IGNORECASE | re.DOTALL,
)
HEADING = re.compile(r"^\*?(?:from|von|de|van)\s?:\*?\s.+", re.IGNORECASE)
SENT = re.compile(r"^\*?(?:sent|date|gesendet|datum|envoyé|verzonden)\s?:\*?\s.+", re.IGNORECASE)
SIGNATURE = re.compile(
    r"^(?:--\s?|sent from my .{2,40}|von meinem .{2,40} gesendet|envoyé de mon .{2,40})$", re.IGNORECASE
)


def own_words(text: str) -> str:
    """Cut at the first mail that is quoted, or at the signature; all of it when nothing would be left."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = lines[: _end(lines)]
    own = "\n".join(line for line in kept if not line.startswith(">")).strip()
    return own or text.strip()


def _end(lines: list[str]) -> int:
    for number, line in enumerate(lines):
        plain, below = line.strip(), [near.strip() for near in lines[number + 1 : number + 4]]
        is_heading = HEADING.match(plain) and any(SENT.match(near) for near in below)
        if is_heading or SIGNATURE.match(line) or INTRODUCTIONS.match(plain):
            return number
        if plain and below and INTRODUCTIONS.match(f"{plain} {below[0]}"):
            return number
    return len(lines)
