"""The doors of what customers want to be sent, and whom we do not write to."""

from django.urls import URLPattern, path

from engagement.views import address, inbound, suppression, wishes

urlpatterns: list[URLPattern] = [
    path("customers/<int:pk>/bounced/", address.address_bounced, name="address_bounced"),
    path("customers/<int:pk>/wishes/", wishes.wishes_edit, name="wishes_edit"),
    path("mail/in/", inbound.inbound_list, name="inbound_list"),
    path("mail/in/paste/", inbound.inbound_paste, name="inbound_paste"),
    path("mail/<int:pk>/as-customer/", inbound.inbound_as_customer, name="inbound_as_customer"),
    path("mail/not-written-to/", suppression.suppression_list, name="suppression_list"),
    path("mail/not-written-to/new/", suppression.suppression_add, name="suppression_add"),
    path("mail/not-written-to/file/", suppression.suppression_import, name="suppression_import"),
    path("mail/not-written-to/export/", suppression.suppression_export, name="suppression_export"),
    path("mail/not-written-to/<int:pk>/lift/", suppression.suppression_lift, name="suppression_lift"),
]
