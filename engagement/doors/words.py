"""The doors of the words of our mails, and of how they look."""

from django.urls import URLPattern, path

from engagement.views import brand, email_template, template_preview

urlpatterns: list[URLPattern] = [
    path("mail/brand/", brand.brand, name="brand"),
    path("mail/words/", email_template.template_list, name="template_list"),
    path("mail/words/new/", email_template.template_add, name="template_add"),
    path("mail/words/begin/", email_template.template_install, name="template_install"),
    path("mail/words/draw/", template_preview.template_draw, name="template_draw"),
    path("mail/words/<int:pk>/", template_preview.template_preview, name="template_preview"),
    path("mail/words/<int:pk>/html/", template_preview.template_html, name="template_html"),
    path("mail/words/<int:pk>/edit/", email_template.template_edit, name="template_edit"),
    path("mail/words/<int:pk>/versions/", template_preview.template_versions, name="template_versions"),
    path("mail/words/<int:pk>/test/", template_preview.template_test, name="template_test"),
    path("mail/words/<int:pk>/retire/", email_template.template_retire, name="template_retire"),
]
