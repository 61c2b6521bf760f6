"""Text boxes for words that may hold merge fields and blocks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from engagement.checks.wording import unknown_block, unknown_field
from engagement.merge_fields import unknown_fields
from engagement.own_fields import own_examples
from engagement.rendering.blocks import unknown_blocks

LONGEST = 20_000


def refuse_unknown(text: str) -> None:
    """Raise what is wrong with brackets that nobody knows, next to the field they stand in."""
    problems = [unknown_field(typed) for typed in unknown_fields(text, own_examples(text))]
    problems += [unknown_block(name) for name in unknown_blocks(text)]
    if problems:
        raise ValidationError(problems)


class SubjectField(forms.CharField):
    """One line; merge fields, no blocks."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=150, **options)

    def clean(self, value: Any) -> str:
        """What was typed, if every field in it is known."""
        typed: str = super().clean(value)
        refuse_unknown(typed)
        return typed


class WordsField(forms.CharField):
    """Many lines; merge fields and blocks."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(
            max_length=options.pop("max_length", LONGEST),
            widget=forms.Textarea(attrs={"rows": rows}),
            **options,
        )

    def clean(self, value: Any) -> str:
        """What was typed, if every field and every block in it is known, with plain ends of lines."""
        typed = str(super().clean(value)).replace("\r\n", "\n")
        refuse_unknown(typed)
        return typed
