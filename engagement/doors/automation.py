"""The doors of automations and announcements."""

from django.urls import URLPattern, path

from engagement.views import announcement, announcement_attendance, announcement_many, automation

urlpatterns: list[URLPattern] = [
    path("mail/by-itself/", automation.automation_list, name="automation_list"),
    path("mail/by-itself/start/", automation.automation_start, name="automation_start"),
    path("mail/by-itself/<int:pk>/", automation.automation_edit, name="automation_edit"),
    path("mail/by-itself/<int:pk>/switch/", automation.automation_switch, name="automation_switch"),
    path("mail/by-itself/<int:pk>/people/", automation.automation_people, name="automation_people"),
    path("mail/by-itself/<int:pk>/dry-run/", automation.automation_dry_run, name="automation_dry_run"),
    path("announcements/", announcement.announcement_list, name="announcement_list"),
    path("announcements/new/", announcement.announcement_add, name="announcement_add"),
    path("announcements/to-many/", announcement_many.announcement_many, name="announcement_many"),
    path("announcements/<int:pk>/", announcement.announcement_detail, name="announcement_detail"),
    path("announcements/<int:pk>/edit/", announcement.announcement_edit, name="announcement_edit"),
    path("announcements/<int:pk>/move/", announcement.announcement_move, name="announcement_move"),
    path("announcements/<int:pk>/people/", announcement.announcement_people, name="announcement_people"),
    path(
        "announcements/<int:pk>/people/<int:recipient_pk>/attended/",
        announcement_attendance.announcement_attended,
        name="announcement_attended",
    ),
    path("attend/<str:token>/", announcement_attendance.announcement_attend, name="announcement_attend"),
]
