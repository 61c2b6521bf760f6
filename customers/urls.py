"""The doors of the ground floor."""

from django.urls import include, path

from customers.views import (
    alike,
    consent,
    custom_field,
    customer,
    interaction,
    person,
    purchase,
    purchase_return,
    quick_fact,
    reason,
    search,
)

app_name = "customers"

urlpatterns = [
    path("customers/", include("customers.list_urls")),
    path("search/", search.customer_search, name="customer_search"),
    path("search/person/", person.person_find, name="person_find"),
    path("customers/new/", customer.customer_add, name="customer_add"),
    path("customers/new/alike/", alike.customer_alike, name="customer_alike"),
    path("customers/<int:pk>/", customer.customer_detail, name="customer_detail"),
    path("customers/<int:pk>/edit/", customer.customer_edit, name="customer_edit"),
    path("customers/<int:pk>/quiet/", customer.customer_quiet, name="customer_quiet"),
    path("customers/<int:pk>/log/", interaction.interaction_log, name="interaction_log"),
    path("customers/<int:pk>/facts/", quick_fact.quick_fact_add, name="quick_fact_add"),
    path(
        "customers/<int:pk>/facts/<int:fact_pk>/remove/",
        quick_fact.quick_fact_remove,
        name="quick_fact_remove",
    ),
    path("customers/<int:pk>/consent/", consent.consent_log, name="consent_log"),
    path("customers/<int:pk>/consent/record/", consent.consent_record, name="consent_record"),
    path("customers/<int:pk>/purchases/new/", purchase.purchase_record, name="purchase_record"),
    path("customers/reasons/<slug:key>/", reason.reason_list, name="reason_list"),
    path("customers/<int:pk>/reasons/<slug:key>/", reason.reason_act, name="reason_act"),
    path("purchases/<int:pk>/", purchase.purchase_detail, name="purchase_detail"),
    path("purchases/<int:pk>/edit/", purchase.purchase_edit, name="purchase_edit"),
    path("purchases/<int:pk>/void/", purchase.purchase_void, name="purchase_void"),
    path("purchases/<int:pk>/restore/", purchase.purchase_restore, name="purchase_restore"),
    path("purchases/<int:pk>/refund/", purchase_return.purchase_refund, name="purchase_refund"),
    path("interactions/<int:pk>/", interaction.interaction_edit, name="interaction_edit"),
    path("interactions/<int:pk>/withdraw/", interaction.interaction_withdraw, name="interaction_withdraw"),
    path("interactions/<int:pk>/restore/", interaction.interaction_restore, name="interaction_restore"),
    path("interactions/<int:pk>/pin/", interaction.interaction_pin, name="interaction_pin"),
    path("settings/fields/", custom_field.custom_field_list, name="custom_field_list"),
    path("settings/fields/<int:pk>/retire/", custom_field.custom_field_retire, name="custom_field_retire"),
    path("", include("customers.cycle_urls")),
    path("", include("customers.privacy_urls")),
    path("", include("customers.merge_urls")),
    path("imports/", include("customers.import_urls")),
]
