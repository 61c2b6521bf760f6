"""What tills call a sale, and what they call none, in the languages whose headings we know."""

from django.utils.translation import gettext_lazy as _

from customers.importing.order_habits import OrderHabits

STATUS_HEADINGS = (
    "status orderstatus state orderstate paymentstatus paymentstate financialstatus salestatus "
    "transactionstatus bestellstatus auftragsstatus zahlungsstatus zahlstatus statut statutcommande "
    "statutdepaiement bestelstatus betaalstatus"
)
_CANCELLED, _NOT_PAID = _("This order was cancelled."), _("This order is not paid.")
_NEVER_PAID, _TEST = _("This order was never paid."), _("This is a test order: no money moved.")
_NO_SALES = [
    (_CANCELLED, "cancelled, canceled, void, storniert, storno, abgebrochen, annule, annulee, geannuleerd"),
    (_NOT_PAID, "pending, unpaid, not paid, open, draft, on hold, authorized, authorised"),
    (_NOT_PAID, "unbezahlt, nicht bezahlt, offen, ausstehend, entwurf"),
    (_NOT_PAID, "impaye, impayee, en attente, onbetaald, openstaand"),
    (_NEVER_PAID, "voided, failed, declined, expired, fehlgeschlagen, abgelehnt, verfallen"),
    (_TEST, "test, testverkauf, testbestellung"),
]


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split(", "))


TILL_HABITS = OrderHabits(
    counting=_listed(
        "paid, completed, complete, closed, sale, sold, bezahlt, abgeschlossen, erledigt, geschlossen, "
        "verkauf, verkauft, paye, payee, termine, terminee, betaald, afgerond, voltooid"
    ),
    taken_back=_listed(
        "refunded, returned, erstattet, zuruckerstattet, zuruckgegeben, rembourse, remboursee, terugbetaald"
    ),
    returning=_listed("refund, return, erstattung, ruckerstattung, ruckgabe, retoure, remboursement, retour"),
    set_aside={word: reason for reason, words in _NO_SALES for word in words.split(", ")},
    offered="paid, refunded, cancelled, unpaid, test",
)
