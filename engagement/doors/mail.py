"""The doors of mails, their words, their pace."""

from django.urls import URLPattern, path

from engagement.views import letter, mail_room, message, next_mail

urlpatterns: list[URLPattern] = [
    path("mail/", message.message_list, name="message_list"),
    path("mail/<int:pk>/", message.message_detail, name="message_detail"),
    path("mail/<int:pk>/html/", message.message_html, name="message_html"),
    path("mail/<int:pk>/again/", message.message_resend, name="message_resend"),
    path("mail/<int:pk>/cancel/", message.message_cancel, name="message_cancel"),
    path("customers/<int:pk>/write/", letter.message_write, name="message_write"),
    path("customers/<int:pk>/next-mail/", next_mail.next_mail, name="next_mail"),
    path("mail/pace/", mail_room.mail_room, name="mail_room"),
    path("mail/restart/", mail_room.mail_restart, name="mail_restart"),
    path("mail/brake/", mail_room.mail_brake_release, name="mail_brake_release"),
]
