"""What a mail is called in lists."""

from django import template

from engagement.models import Message

register = template.Library()


@register.filter
def title_from(message: Message, shop_name: str) -> str:
    """With the name of the shop in it: before a mail is written its own row does not know it."""
    return message.title_from(shop_name)
