"""Every door of the house. A new URL fails the crawl until it stands here or has a guard."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from crm.shop.permissions import Permission

# Anybody may knock here; what they see tells nothing about a customer.
PUBLIC = {
    "healthz",
    "readyz",
    "metrics",
    "security_txt",
    "trust",
    "trust_certificate",
    "shop:shop_open",
    "shop:invitation_accept",
    "shop:news",
    "shop:till",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "theme",
    "engagement:announcement_attend",
    "engagement:calendar_feed",
    "engagement:enquiry_ask",
    "engagement:friend",
    "engagement:loyalty_show",
    "engagement:preference_centre",
    "engagement:provider_hook",
    "engagement:voucher_show",
    "feedback:code_answer",
    "feedback:complaint_web",
    "feedback:mystery_visit_report",
    "feedback:kiosk",
    "feedback:kiosk_worker",
    "feedback:review_policy",
    "feedback:review_say",
    "feedback:said_and_done",
    "feedback:survey_answer",
    "feedback:testimonial_mine",
    "feedback:words_of_customers",
}
# Everybody who works here, for their own account only.
PERSONAL = {
    "home",
    "shop:action_list",
    "shop:key_list",
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "usersessions_list",
}
# Programs with a key of their own; which scope opens what is in tests/customers/api/test_access.py.
PROGRAMS = {
    "api:customers",
    "api:customer",
    "api:consents",
    "api:interactions",
    "api:interaction",
    "api:interaction_withdraw",
    "api:personal_file",
    "api:duplicates",
    "api:duplicate_judge",
    "api:merges",
    "api:merge",
    "api:merge_undo",
    "api:segments",
    "api:segment",
    "api:purchases",
    "api:purchase_batch",
    "api:purchase",
    "api:enquiries",
    "api:enquiry",
    "api:enquiry_answer",
    "api:enquiry_close",
    "api:enquiry_reopen",
    "api:complaints",
    "api:complaint",
    "api:improvement",
    "api:improvements",
    "api:review",
    "api:reviews",
    "api:surveys",
    "api:responses",
    "api:response",
    "api:invitations",
    "api:follow_ups",
    "api:follow_up",
    "api:follow_up_complete",
    "api:follow_up_snooze",
    "api:follow_up_drop",
    "api:follow_up_reassign",
    "api:follow_up_reopen",
    "api:messages",
    "api:message",
    "api:webhooks",
    "api:webhook",
    "api:webhook_deliveries",
    "api:suppressions",
    "api:suppression",
    "api:suppression_lift",
    "api:metrics",
    "api:metric",
    "api:scores",
    "api:score",
}
FILLERS: dict[str, Any] = {
    "pk": 1,
    "key": "x-y",
    "uidb36": "1",
    "token": "x" * 43,
    "outcome": "created",
    "code": "B2C3D4F5",
}


@dataclass(frozen=True)
class Door:
    """One URL: name, an address that opens it, the permission its guard asks for, what the address wants."""

    name: str
    address: str
    permission: Permission | None
    wants: tuple[str, ...] = ()


@cache
def doors() -> tuple[Door, ...]:
    """All of them, from the URL tables themselves."""
    return tuple(_walk(get_resolver(), "", []))


def _walk(resolver: URLResolver, names: str, wanted: list[str]) -> Iterator[Door]:
    for pattern in resolver.url_patterns:
        inner = [*wanted, *pattern.pattern.regex.groupindex]
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern, names + space, inner)
        else:
            yield _door(pattern, f"{names}{pattern.name}", inner)


def _door(pattern: URLPattern, name: str, wanted: list[str]) -> Door:
    address = reverse(name, kwargs={key: FILLERS.get(key, 1) for key in wanted})
    return Door(name, address, getattr(pattern.callback, "permission", None), tuple(wanted))
