"""The doors of the cellar."""

from django.urls import path

from crm.shop.views import (
    account,
    api_token,
    audit,
    device,
    first_run,
    invitation,
    location,
    mail,
    permission,
    session,
    shop_settings,
    staff,
    till,
)

app_name = "shop"

urlpatterns = [
    path("welcome/", first_run.shop_open, name="shop_open"),
    path("clear-demo/", first_run.demo_clear, name="demo_clear"),
    path("mail/release/", mail.mail_release, name="mail_release"),
    path("staff/", staff.staff_list, name="staff_list"),
    path("staff/invite/", invitation.staff_invite, name="staff_invite"),
    path("staff/<int:pk>/", staff.staff_edit, name="staff_edit"),
    path("staff/<int:pk>/deactivate/", staff.staff_deactivate, name="staff_deactivate"),
    path("staff/<int:pk>/reactivate/", staff.staff_reactivate, name="staff_reactivate"),
    path("staff/<int:pk>/end-sessions/", session.staff_sessions_end, name="staff_sessions_end"),
    path("invitations/<int:pk>/revoke/", invitation.invitation_revoke, name="invitation_revoke"),
    path("join/<str:token>/", invitation.invitation_accept, name="invitation_accept"),
    path("tablets/", device.device_list, name="device_list"),
    path("tablets/enrol/", device.device_enrol, name="device_enrol"),
    path("tablets/<int:pk>/revoke/", device.device_revoke, name="device_revoke"),
    path("till/", till.till, name="till"),
    path("till/here/", till.till_still_here, name="till_still_here"),
    path("till/lock/", till.till_lock, name="till_lock"),
    path("me/", account.account, name="account"),
    path("me/pin/", account.pin_set, name="pin_set"),
    path("settings/", shop_settings.settings, name="settings"),
    path("settings/keys/", api_token.api_token_list, name="api_token_list"),
    path("settings/keys/new/", api_token.api_token_make, name="api_token_make"),
    path("settings/keys/<int:pk>/revoke/", api_token.api_token_revoke, name="api_token_revoke"),
    path("places/", location.location_list, name="location_list"),
    path("places/new/", location.location_add, name="location_add"),
    path("places/<int:pk>/", location.location_edit, name="location_edit"),
    path("places/<int:pk>/close/", location.location_close, name="location_close"),
    path("places/<int:pk>/reopen/", location.location_reopen, name="location_reopen"),
    path("places/<int:pk>/calendar/", location.location_calendar, name="location_calendar"),
    path("places/<int:pk>/closures/", location.closure_add, name="closure_add"),
    path("places/<int:pk>/closures/<int:closure_pk>/remove/", location.closure_remove, name="closure_remove"),
    path("history/", audit.audit_list, name="audit_list"),
    path("permissions/", permission.permission_table, name="permission_table"),
]
