"""What is written, what stands around it, and what becomes of both."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What is written in the template, or for this one mail."""

    subject: str
    body: str
    text_body: str
    message_class: str


@dataclass(frozen=True)
class Frame:
    """What stands around the words."""

    shop_name: str
    legal_name: str
    legal_footer: str
    reason: str
    preferences_url: str
    unsubscribe_url: str
    language: str
    is_test: bool = False
    is_sample: bool = False  # only looked at: the reader's own links lead nowhere

    @property
    def sender(self) -> str:
        """Who is responsible for the mail."""
        return self.legal_name or self.shop_name


@dataclass(frozen=True)
class Rendering:
    """A mail as it will be read; `missing` are fields without a value and without words instead."""

    subject: str
    html: str
    text: str
    missing: tuple[str, ...]
