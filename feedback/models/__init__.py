"""What we keep of what customers tell us."""

from feedback.models.theme import Feeling, Theme, ThemeMention, ThemeReading

__all__ = ["Feeling", "Theme", "ThemeMention", "ThemeReading"]
