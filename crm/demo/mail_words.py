"""How the mail of the demo shop looks, and the words it begins with."""

from datetime import timedelta

from crm.demo.reading import TEXTS
from crm.demo.shop import SHOP_NAME, Frame
from customers.models import ConsentTopic
from engagement.actions.mail_room import current_room
from engagement.models import Brand, EmailTemplate, EmailTemplateVersion, MailRoom, MessageClass
from engagement.starter_templates import starters

SUBJECT = "Blue glazes, and two books we argue about"
OFFERED = "Your e-mail address is for news of goods like these; say no here, or in each mail, at any time."

Templates = dict[str, EmailTemplate]


def set_up_mail(frame: Frame) -> Templates:
    """The look, the notice at the till, and the templates by their keys; "" is the announcement's own."""
    current_room()
    MailRoom.objects.update(
        opt_out_offered_since=frame.days.today - timedelta(days=740), opt_out_wording=OFFERED
    )
    Brand.objects.create(
        pk=1,
        colour="#2f5d50",
        sender_name=SHOP_NAME,
        signature="Olga, Mira, Otto and Mark\nQuill & Thimble, 14 Market Place",
        tone="Short, warm, no exclamation marks. We sign with our names.",
    )
    return _write_templates(frame)


def _write_templates(frame: Frame) -> Templates:
    written = [
        (EmailTemplate(key=s.key, name=s.name, message_class=s.kind, topic=s.topic), s.subject, s.body)
        for s in starters()
    ]
    own = EmailTemplate(
        name=SUBJECT,
        message_class=MessageClass.MARKETING,
        topic=ConsentTopic.NEWS,
        is_for_once=True,
        created_by=frame.staff["Olga"],
    )
    body = (TEXTS / "announcement.md").read_text(encoding="utf-8").strip()
    written.append((own, SUBJECT, body))
    templates = EmailTemplate.objects.bulk_create(template for template, _subject, _body in written)
    versions = EmailTemplateVersion.objects.bulk_create(
        EmailTemplateVersion(template=template, number=1, subject=subject, body=words)
        for template, subject, words in written
    )
    for template, version in zip(templates, versions, strict=True):
        template.current = version
    EmailTemplate.objects.bulk_update(templates, ["current"])
    return {template.key: template for template in templates}
