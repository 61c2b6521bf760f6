"""`{% say "Send" %}`: the words of the answering page, in the language of whoever answers."""

from django import template

from feedback.page_words import say as say_words

register = template.Library()


@register.simple_tag
def say(words: str, **values: object) -> str:
    """Values fill the places in the words: `{% say "Hello %(name)s" name=page.first_name %}`."""
    return say_words(words, **values)
