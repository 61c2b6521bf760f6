"""What this floor tells the cellar: how its rows are called, and who looks after whom."""

from collections.abc import Collection, Mapping

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from crm.shop.actions import audit
from crm.shop.field_names import call_counts, call_fields
from crm.shop.hand_over import hands_over
from crm.shop.models import User
from crm.shop.naming import names
from crm.shop.verbs import say
from customers.addresses import address_of
from customers.kinds import kind_of
from customers.models import (
    ConsentChannel,
    ConsentTopic,
    Customer,
    CustomField,
    CycleRules,
    DataImport,
    Interaction,
    Merge,
    Outcome,
    Purchase,
    QuickFactKind,
    Referral,
)
from customers.reason_words import REASONS


@hands_over("customers")
def hand_over_customers(leaver: User, to: User | None, by: User | None) -> int:
    """The customers somebody looked after get a new person to look after them, or nobody."""
    count = Customer.objects.filter(looked_after_by=leaver).update(looked_after_by=to)
    if count:
        audit.record("customer.handed_over", leaver, by=by, counts={"customers": count})
    return count


@names("customers.customer", "customers:customer_detail")
def names_of_customers(numbers: Collection[int]) -> Mapping[int, str]:
    """Whoever was put together with somebody else is called as the one who was kept."""
    names = {customer.pk: str(customer) for customer in Customer.objects.filter(pk__in=numbers)}
    missing = set(numbers) - names.keys()
    merges = (
        Merge.objects.standing().filter(gone_number__in=missing).select_related("kept") if missing else ()
    )
    return names | {merge.gone_number: str(merge.kept) for merge in merges}


@names("customers.merge", "customers:merge_detail")
def names_of_merges(numbers: Collection[int]) -> Mapping[int, str]:
    merges = Merge.objects.filter(pk__in=numbers).select_related("kept")
    return {merge.pk: str(merge.kept) for merge in merges}


@names("customers.interaction")
def names_of_lines(numbers: Collection[int]) -> Mapping[int, str]:
    """A line has no page of its own: it leads to the customer's."""
    lines = Interaction.objects.filter(pk__in=numbers).select_related("customer")
    return {
        line.pk: format_html(
            '<a href="{}">{}, {}</a>',
            address_of("customers:customer_detail", line.customer_id),
            kind_of(line.kind).label,
            line.customer,
        )
        for line in lines
    }


@names("customers.customfield")
def names_of_own_fields(numbers: Collection[int]) -> Mapping[int, str]:
    return {field.pk: field.label for field in CustomField.objects.filter(pk__in=numbers)}


@names("customers.purchase", "customers:purchase_detail")
def names_of_purchases(numbers: Collection[int]) -> Mapping[int, str]:
    return {
        purchase.pk: (_("Refund %s") if purchase.is_refund else _("Purchase %s")) % purchase
        for purchase in Purchase.objects.filter(pk__in=numbers).only("external_id", "is_refund")
    }


@names("customers.referral")
def names_of_referrals(numbers: Collection[int]) -> Mapping[int, str]:
    referrals = Referral.objects.filter(pk__in=numbers).select_related("friend", "advocate")
    return {
        referral.pk: _("%(friend)s, sent by %(advocate)s")
        % {"friend": referral.friend, "advocate": referral.advocate}
        for referral in referrals
    }


@names("customers.cyclerules")
def names_of_rules(numbers: Collection[int]) -> Mapping[int, str]:
    return {rules.pk: str(rules) for rules in CycleRules.objects.filter(pk__in=numbers)}


@names("customers.dataimport")
def names_of_imports(numbers: Collection[int]) -> Mapping[int, str]:
    imports = DataImport.objects.filter(pk__in=numbers).select_related("file")
    return {brought.pk: str(brought) for brought in imports}


call_fields(
    Customer,
    {
        "household": _("household"),
        "external_ids": _("numbers in other systems"),
        "stage_pin": _("pinned stage"),
        "phones": _("phone numbers"),
        "emails": _("e-mail addresses"),
        "tags": _("tags"),
        "custom": _("our own questions"),
        **{
            value: label
            for kinds in (QuickFactKind, ConsentChannel, ConsentTopic)
            for value, label in kinds.choices
        },
        **{reason.key: reason.title for reason in REASONS.values()},
    },
)
call_fields(Interaction, {"location": _("where"), "withdrawn_at": _("taken back")})
call_fields(Purchase, {"location": _("where"), "lines": _("lines"), "customer": _("customer")})
call_counts(
    {
        "bytes": _("bytes"),
        "cells": _("cells"),
        "columns": _("columns"),
        "customers": _("customers"),
        "interactions": _("lines on the timeline"),
        "lines": _("lines"),
        "notes": _("notes"),
        "refunds": _("refunds"),
        "purchases": _("purchases"),
        "purchases_kept": _("purchases that stayed"),
        "purchases_removed": _("purchases removed"),
        "removed": _("customers removed"),
        "restored": _("customers as before"),
        "kept": _("customers with something that stayed"),
        **dict(Outcome.choices),
    }
)
say(
    {
        "buys_for.forgotten": _("noted that somebody is not bought for any more"),
        "buys_for.noted": _("noted who is bought for"),
        "consent.given": _("wrote down a yes"),
        "consent.withdrawn": _("wrote down a no"),
        "custom_field.added": _("added a question of our own"),
        "custom_field.retired": _("stopped asking a question"),
        "cycle_rules.edited": _("changed the rules of the cycle"),
        "customer.brought_back": _("brought a reason back to Today"),
        "customer.created": _("added a customer"),
        "customer.edited": _("changed a customer"),
        "customer.handed_over": _("handed customers over"),
        "customer.merged": _("put two customers together"),
        "customers.compared": _("had everybody compared"),
        "customers.merge_asked": _("had exact matches put together"),
        "customer.told_apart": _("said that two customers are two people"),
        "customer.taken_apart": _("took two customers apart again"),
        "customer.put_off": _("put a reason off"),
        "customer.quietened": _("set do not disturb"),
        "customer.unquietened": _("lifted do not disturb"),
        "import.applied": _("brought a file in"),
        "import.discarded": _("discarded a file"),
        "import.failed": _("could not bring a file in"),
        "import.forgotten": _("threw an old file away"),
        "import.mapped": _("chose the columns of a file"),
        "import.mended": _("typed cells of a file anew"),
        "import.started": _("began to bring a file in"),
        "import.undo_started": _("began to take a file back"),
        "import.undone": _("took a file back"),
        "import.uploaded": _("uploaded a file"),
        "interaction.corrected": _("corrected a line"),
        "interaction.logged": _("logged a line"),
        "interaction.pinned": _("pinned a line"),
        "interaction.unpinned": _("unpinned a line"),
        "interaction.restored": _("put a line back"),
        "interaction.withdrawn": _("took a line back"),
        "purchase.corrected": _("corrected a purchase"),
        "purchase.recorded": _("recorded a purchase"),
        "purchase.restored": _("let a purchase count again"),
        "purchase.told": _("brought purchases in"),
        "purchase.voided": _("voided a purchase"),
        "quick_fact.added": _("noted a fact"),
        "quick_fact.removed": _("forgot a fact"),
        "referral.recorded": _("wrote down who sent whom"),
        "referral.withdrawn": _("took back who sent whom"),
        "referral_code.made": _("made a code to recommend us by"),
        "stage.pinned": _("pinned a stage"),
        "stage.unpinned": _("lifted a pin"),
        "stage_evidence.recorded": _("noted a recommendation"),
        "stage_evidence.withdrawn": _("took a recommendation back"),
    }
)
