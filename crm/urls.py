"""The doors of the whole house."""

from django.urls import include, path
from django.views.generic import RedirectView

from crm.today import today
from crm.web import trust
from crm.web import views as web

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="today", query_string=True), name="home"),
    path("today/", today, name="today"),
    path("healthz", web.healthz, name="healthz"),
    path("readyz", web.readyz, name="readyz"),
    path("metrics", web.metrics, name="metrics"),
    path("theme/", web.theme, name="theme"),
    path("trust/", trust.trust, name="trust"),
    path("trust/certificate/", trust.trust_certificate, name="trust_certificate"),
    path(".well-known/security.txt", web.security_txt, name="security_txt"),
    path("account/", include("crm.shop.account_urls")),
    path("api/", include("crm.api")),
    path("", include("crm.shop.urls")),
    path("", include("customers.urls")),
    path("", include("engagement.urls")),
    path("", include("feedback.urls")),
]

handler400 = "crm.web.views.bad_request"
handler403 = "crm.web.views.forbidden"
handler404 = "crm.web.views.not_found"
handler500 = "crm.web.views.server_error"
