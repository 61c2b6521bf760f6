"""The doors of follow-ups, cadences, enquiries and special orders."""

from django.urls import URLPattern, path

from engagement.views import (
    cadence,
    calendar_feed,
    enquiry,
    enquiry_thanks,
    follow_up,
    follow_up_count,
    follow_up_many,
    special_order,
    text_message,
)

urlpatterns: list[URLPattern] = [
    path("follow-ups/", follow_up.follow_up_list, name="follow_up_list"),
    path("follow-ups/due/", follow_up_count.follow_up_count, name="follow_up_count"),
    path("follow-ups/reassign/", follow_up.follow_up_reassign, name="follow_up_reassign"),
    path("follow-ups/calendar/", calendar_feed.calendar_feed_page, name="calendar_feed_page"),
    path("follow-ups/calendar/make/", calendar_feed.calendar_feed_make, name="calendar_feed_make"),
    path("follow-ups/calendar/revoke/", calendar_feed.calendar_feed_revoke, name="calendar_feed_revoke"),
    path("follow-ups/cadences/", cadence.cadence_list, name="cadence_list"),
    path("follow-ups/cadences/<int:pk>/remove/", cadence.cadence_remove, name="cadence_remove"),
    path("follow-ups/<int:pk>/", follow_up.follow_up_act, name="follow_up_act"),
    path("follow-ups/many/", follow_up_many.follow_up_many, name="follow_up_many"),
    path("customers/<int:pk>/follow-ups/new/", follow_up.follow_up_add, name="follow_up_add"),
    path("customers/<int:pk>/text/", text_message.text_list, name="text_list"),
    path("customers/<int:pk>/cadence/", cadence.cadence_edit, name="cadence_edit"),
    path("enquiries/", enquiry.enquiry_list, name="enquiry_list"),
    path("enquiries/new/", enquiry.enquiry_add, name="enquiry_add"),
    path("enquiries/<int:pk>/", enquiry.enquiry_detail, name="enquiry_detail"),
    path("enquiries/<int:pk>/answer/", enquiry.enquiry_answer, name="enquiry_answer"),
    path("enquiries/<int:pk>/move/", enquiry.enquiry_move, name="enquiry_move"),
    path("enquiries/<int:pk>/recognise/", enquiry.enquiry_recognise, name="enquiry_recognise"),
    path("enquiries/<int:pk>/thank/", enquiry_thanks.enquiry_thank, name="enquiry_thank"),
    path(
        "customers/<int:pk>/thank-for-asking/",
        enquiry_thanks.enquiry_thank_visitor,
        name="enquiry_thank_visitor",
    ),
    path("orders/", special_order.special_order_list, name="special_order_list"),
    path("orders/<int:pk>/", special_order.special_order_detail, name="special_order_detail"),
    path("orders/<int:pk>/edit/", special_order.special_order_edit, name="special_order_edit"),
    path("orders/<int:pk>/move/", special_order.special_order_move, name="special_order_move"),
    path("customers/<int:pk>/orders/new/", special_order.special_order_add, name="special_order_add"),
]
