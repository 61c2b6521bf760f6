"""What the cellar hears of the shop's word."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from crm.shop.naming import names
from crm.shop.verbs import say
from engagement.models import Article


@names("engagement.article", "engagement:article_detail")
def names_of_articles(numbers: Collection[int]) -> Mapping[int, str]:
    return {article.pk: article.title for article in Article.objects.filter(pk__in=numbers).only("title")}


say(
    {
        "article.edited": _("changed the shop's word"),
        "article.retired": _("took a page of the shop's word out of use"),
        "article.written": _("wrote a page of the shop's word"),
    }
)
