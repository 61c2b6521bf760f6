"""Where mail goes: a mail server, a provider of django-anymail, or, until either is named, nowhere."""

import environ

from crm.environment import json_object, secret, text


def mail_settings() -> dict[str, object]:
    """All settings about mail. MAIL_TRANSPORT is what really carries it, see crm/shop/mail.py."""
    server = environ.Env().email_url_config(secret("EMAIL_URL", "consolemail://"))
    provider = text("MAIL_PROVIDER", "")
    return {
        **server,
        "MAIL_TRANSPORT": f"anymail.backends.{provider}.EmailBackend"
        if provider
        else server["EMAIL_BACKEND"],
        "EMAIL_BACKEND": "crm.shop.mail.HoldableBackend",
        "DEFAULT_FROM_EMAIL": text("MAIL_FROM", "Regulars <shop@localhost>"),
        "EMAIL_TIMEOUT": 15,
        "ANYMAIL": {"REQUESTS_TIMEOUT": 15, **json_object("MAIL_PROVIDER_SETTINGS")},
    }
