"""The doors of the first floor for programs."""

from django.urls import path

from engagement.api import enquiry, follow_up, message, suppression, webhook

urlpatterns = [
    path("enquiries/", enquiry.EnquiryList.as_view(), name="enquiries"),
    path("enquiries/<int:pk>/", enquiry.EnquiryOne.as_view(), name="enquiry"),
    path("enquiries/<int:pk>/answer/", enquiry.EnquiryAnswer.as_view(), name="enquiry_answer"),
    path("enquiries/<int:pk>/close/", enquiry.EnquiryClose.as_view(), name="enquiry_close"),
    path("enquiries/<int:pk>/reopen/", enquiry.EnquiryReopen.as_view(), name="enquiry_reopen"),
    path("follow-ups/", follow_up.FollowUpList.as_view(), name="follow_ups"),
    path("follow-ups/<int:pk>/", follow_up.FollowUpOne.as_view(), name="follow_up"),
    path("follow-ups/<int:pk>/complete/", follow_up.FollowUpComplete.as_view(), name="follow_up_complete"),
    path("follow-ups/<int:pk>/snooze/", follow_up.FollowUpSnooze.as_view(), name="follow_up_snooze"),
    path("follow-ups/<int:pk>/drop/", follow_up.FollowUpDrop.as_view(), name="follow_up_drop"),
    path("follow-ups/<int:pk>/reopen/", follow_up.FollowUpReopen.as_view(), name="follow_up_reopen"),
    path("follow-ups/<int:pk>/reassign/", follow_up.FollowUpReassign.as_view(), name="follow_up_reassign"),
    path("messages/", message.MessageList.as_view(), name="messages"),
    path("messages/<int:pk>/", message.MessageOne.as_view(), name="message"),
    path("suppressions/", suppression.SuppressionList.as_view(), name="suppressions"),
    path("suppressions/<int:pk>/", suppression.SuppressionOne.as_view(), name="suppression"),
    path("suppressions/<int:pk>/lift/", suppression.SuppressionLift.as_view(), name="suppression_lift"),
    path("webhooks/", webhook.WebhookList.as_view(), name="webhooks"),
    path("webhooks/<int:pk>/", webhook.WebhookOne.as_view(), name="webhook"),
    path("webhooks/<int:pk>/deliveries/", webhook.WebhookDeliveries.as_view(), name="webhook_deliveries"),
]
