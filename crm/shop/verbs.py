"""The trail in words: what each verb says to a shopkeeper. A socket that each floor fills from `ready()`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
_WORDS: dict[str, Words] = {
    "api_token.made": _("made a key for a program"),
    "api_token.revoked": _("took a key back"),
    "device.enrolled": _("enrolled a tablet"),
    "device.revoked": _("took a tablet back"),
    "device.unlocked": _("unlocked a tablet"),
    "invitation.accepted": _("accepted an invitation"),
    "invitation.revoked": _("took an invitation back"),
    "invitation.sent": _("invited somebody"),
    "location.added": _("added a place"),
    "location.closed": _("gave a place up"),
    "location.closure_added": _("added a closure"),
    "location.closure_removed": _("removed a closure"),
    "location.edited": _("changed a place"),
    "location.reopened": _("opened a place again"),
    "session.ended": _("ended a session"),
    "shop.demo_cleared": _("cleared the demo shop"),
    "shop.demo_opened": _("opened the demo shop"),
    "shop.edited": _("changed the shop's settings"),
    "shop.list_taken": _("took a list out as a file"),
    "shop.mail_released": _("let mail leave again"),
    "shop.opened": _("opened the shop"),
    "shop.everything_taken": _("downloaded everything of the shop"),
    "shop.move_out_asked": _("asked for everything of the shop in one file"),
    "shop.moved_in": _("brought a whole shop in"),
    "shop.moved_out": _("wrote everything of the shop into one file"),
    "shop.restored": _("restored the shop from a backup"),
    "sign_in.limits_cleared": _("cleared the sign-in limits"),
    "sign_in.failed": _("failed to sign in"),
    "sign_in.proof_failed": _("failed to prove who they are"),
    "sign_in.second_factor_failed": _("failed the second factor"),
    "till.switched": _("came in by PIN"),
    "till.pin_refused": _("refused a PIN"),
    "user.away": _("said that a colleague is away"),
    "user.back": _("said that a colleague is back"),
    "user.deactivated": _("deactivated a colleague"),
    "user.edited": _("changed a colleague"),
    "user.password_reset": _("set a new password by mail"),
    "user.password_set": _("set a first password"),
    "user.totp_activated": _("added an authenticator app"),
    "user.totp_deactivated": _("removed the authenticator app"),
    "user.webauthn_added": _("added a passkey"),
    "user.webauthn_removed": _("removed a passkey"),
    "user.recovery_codes_generated": _("made new recovery codes"),
    "user.email_changed": _("changed somebody's e-mail"),
    "user.role_changed": _("changed somebody's role"),
    "user.password_changed": _("changed a password"),
    "user.pin_removed": _("removed a PIN"),
    "user.pin_changed": _("changed a PIN"),
    "user.reactivated": _("brought a colleague back"),
    "user.signed_in": _("signed in"),
    "user.signed_out": _("signed out"),
}


def say(words: Mapping[str, Words]) -> None:
    """Add the words of a floor's verbs; saying them twice changes nothing."""
    for verb, sentence in words.items():
        _WORDS.setdefault(verb, sentence)


def in_words(verb: str) -> str:
    """The verb as people say it; one that nobody put in words still shows, as itself."""
    return str(_WORDS.get(verb, verb.replace(".", " ").replace("_", " ")))


def is_in_words(verb: str) -> bool:
    return verb in _WORDS
