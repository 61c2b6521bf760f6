"""How the shop's mail looks: its brand, made safe for a mail."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from engagement.colours import is_colour, readable
from engagement.models import Brand
from engagement.pictures import NotAPicture, Picture, picture_of

PAPER, DARK_PAPER = "#ffffff", "#1e2125"
PLAIN, PLAIN_WORDS = "#1f5f8b", "#ffffff"
LOGO_WIDTH, LOGO_HEIGHT = 220, 72
FIRST_BYTES = 262_144


@dataclass(frozen=True)
class Look:
    """Colours that can be read, the logo as large as it may be, the signature."""

    colour: str
    words_on_colour: str
    link: str
    link_in_the_dark: str
    signature: str
    logo_words: str
    logo_size: tuple[int, int] | None  # None: no logo

    @classmethod
    def of(cls, brand: Brand) -> "Look":
        """The look of a brand; what is not a colour is replaced by ours."""
        colour = brand.colour if is_colour(brand.colour) else PLAIN
        picture = logo_picture(brand.logo.path) if brand.logo else None
        return cls(
            colour=colour,
            words_on_colour=brand.text_colour if is_colour(brand.text_colour) else PLAIN_WORDS,
            link=readable(colour, PAPER),
            link_in_the_dark=readable(colour, DARK_PAPER),
            signature=brand.signature.strip(),
            logo_words=brand.logo_words,
            logo_size=picture.fitted(LOGO_WIDTH, LOGO_HEIGHT) if picture else None,
        )


def logo_picture(path: str) -> Picture | None:
    """What lies there, if it is a picture."""
    try:
        return _picture_at(Path(settings.MEDIA_ROOT) / path)
    except (OSError, NotAPicture):
        return None


@lru_cache(maxsize=8)  # a path always holds the same file
def _picture_at(path: Path) -> Picture:
    with path.open("rb") as file:
        return picture_of(file.read(FIRST_BYTES))
