"""What the cellar hears of the words of our mails, and of the brand."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from crm.shop.field_names import call_counts
from crm.shop.naming import names
from crm.shop.verbs import say
from engagement.models import Brand, EmailTemplate, EmailTemplateVersion


@names("engagement.emailtemplate")
def names_of_templates(numbers: Collection[int]) -> Mapping[int, str]:
    return {template.pk: template.name for template in EmailTemplate.objects.filter(pk__in=numbers)}


@names("engagement.emailtemplateversion")
def names_of_versions(numbers: Collection[int]) -> Mapping[int, str]:
    found = EmailTemplateVersion.objects.filter(pk__in=numbers).select_related("template")
    return {version.pk: f"{version.template.name} ({version.number})" for version in found}


@names("engagement.brand")
def names_of_the_brand(numbers: Collection[int]) -> Mapping[int, str]:
    return {brand.pk: str(brand) for brand in Brand.objects.filter(pk__in=numbers)}


call_counts({"templates": _("words for mails")})
say(
    {
        "brand.edited": _("changed how our mail looks"),
        "template.added": _("wrote words for a mail"),
        "template.edited": _("changed the words of a mail"),
        "template.installed": _("brought words for mails to begin with"),
        "template.restored": _("took words for a mail up again"),
        "template.retired": _("put words for a mail away"),
    }
)
