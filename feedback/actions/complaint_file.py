"""Evidence: kept under a random name outside the web root."""

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from crm.shop.models import StoredFile, User
from feedback.actions.complaint_event import Line, locked, write_event
from feedback.complaint_papers import MOST_FILES, NoEvidence, read_evidence
from feedback.models import Complaint, ComplaintFile, EventKind


def attach_file(
    complaint: Complaint, name: str, blocks: Iterable[bytes], *, by: User | None
) -> ComplaintFile:
    """Keep a picture or a paper with it. Twice is once. Raises NoEvidence; then nothing of it stays."""
    content = read_evidence(blocks)
    relative = f"complaints/{secrets.token_hex(16)}"
    path = Path(settings.MEDIA_ROOT) / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    short = Path(name.replace("\\", "/")).name[-200:]
    stored = StoredFile(name=short, path=relative, size=len(content), created_by=by)
    stored.sha256 = hashlib.sha256(content).hexdigest()
    try:
        kept = _attach(complaint, stored, by=by)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if kept.stored != stored:
        path.unlink(missing_ok=True)
    return kept


@transaction.atomic
def _attach(complaint: Complaint, stored: StoredFile, *, by: User | None) -> ComplaintFile:
    complaint = locked(complaint)
    known = complaint.files.select_related("stored").filter(stored__sha256=stored.sha256).first()
    if known is not None:
        return known
    if complaint.files.count() >= MOST_FILES:
        raise NoEvidence(_("There are %d files already.") % MOST_FILES)
    stored.save()
    kept = ComplaintFile.objects.create(complaint=complaint, stored=stored, added_by=by)
    write_event(complaint, Line(EventKind.ATTACHED, text=stored.name), by=by)
    return kept
