"""The mail room: made the first time somebody asks for it."""

import secrets

from engagement.models import MailRoom


def current_room() -> MailRoom:
    """The one row; its salt is drawn once and never changes, or every address hash would be worthless."""
    room, _is_new = MailRoom.objects.get_or_create(pk=1, defaults={"salt": _new_salt()})
    if not room.salt:
        MailRoom.objects.filter(pk=1, salt="").update(salt=_new_salt())
        room.refresh_from_db()
    return room


def _new_salt() -> str:
    return secrets.token_hex(32)
