"""The doors of the whole house."""

from django.urls import include, path
from django.views.generic import RedirectView

from crm.moving import page
from crm.today import today
from crm.web import trust
from crm.web import views as web
from crm.web.floor_doors import floor

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="today", query_string=True), name="home"),
    path("today/", today, name="today"),
    path("settings/moving-out/", page.moving_out, name="moving_out"),
    path("settings/moving-out/start/", page.moving_out_start, name="moving_out_start"),
    path("settings/moving-out/<int:pk>/take/", page.moving_out_take, name="moving_out_take"),
    path("healthz", web.healthz, name="healthz"),
    path("readyz", web.readyz, name="readyz"),
    path("metrics", web.metrics, name="metrics"),
    path("theme/", web.theme, name="theme"),
    path("trust/", trust.trust, name="trust"),
    path("trust/certificate/", trust.trust_certificate, name="trust_certificate"),
    path(".well-known/security.txt", web.security_txt, name="security_txt"),
    path("account/", include("crm.shop.account_urls")),
    path("api/", include("crm.api")),
    floor("crm.shop.urls"),
    floor("customers.urls"),
    floor("engagement.urls"),
    floor("feedback.urls"),
    floor("metrics.urls"),
]

handler400 = "crm.web.views.bad_request"
handler403 = "crm.web.views.forbidden"
handler404 = "crm.web.views.not_found"
handler500 = "crm.web.views.server_error"
