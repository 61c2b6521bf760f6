"""The doors of what it all adds up to."""

from django.urls import URLPattern, path

from metrics import value_urls
from metrics.views import all_figures, dashboard, dashboard_paper, letter, letter_rules, metric, people, value

app_name = "metrics"
urlpatterns: list[URLPattern] = [
    path("figures/", dashboard.dashboard, name="dashboard"),
    path("figures/paper/", dashboard_paper.dashboard_paper, name="dashboard_paper"),
    path("figures/all/", all_figures.all_figures, name="all_figures"),
    path("figures/by-month/", value.cohorts, name="cohorts"),
    path("figures/letter/", letter.monday_letter, name="monday_letter"),
    path("figures/letter/stop/", letter_rules.monday_letter_stop, name="monday_letter_stop"),
    path("figures/letter/send/", letter_rules.monday_letter_send, name="monday_letter_send"),
    path("figures/by-value/", value.rfm_grid, name="rfm_grid"),
    path("figures/by-value/<slug:segment>/", value.segment_people, name="segment_people"),
    *value_urls.urlpatterns,  # before any word that names a figure
    path("figures/<slug:slug>/", metric.metric_detail, name="metric_detail"),
    path("figures/<slug:slug>/file/", metric.metric_file, name="metric_file"),
    path("figures/<slug:slug>/people/", people.people_behind, name="people_behind"),
]
