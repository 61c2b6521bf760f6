"""Can words in one colour be read on another? The formulas of WCAG 2."""

import re

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
READABLE = 4.5  # AA, for words of usual size
LEGIBLE = 3.0  # AA, for large ones
_STEPS = 40


def is_colour(words: str) -> bool:
    """`#1f5f8b` and nothing else."""
    return COLOUR.fullmatch(words) is not None


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, on: str, least: float = READABLE) -> str:
    """The colour, moved towards white or black just as far as it can be read there."""
    goal = "#ffffff" if _luminance(on) < 0.18 else "#000000"
    mixed = (_mix(colour, goal, step / _STEPS) for step in range(_STEPS + 1))
    return next((found for found in mixed if contrast(found, on) >= least), goal)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _mix(one: str, other: str, share: float) -> str:
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
