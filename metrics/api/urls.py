"""The doors of the third floor for programs."""

from django.urls import path

from metrics.api import metric, score

urlpatterns = [
    path("metrics/", metric.MetricList.as_view(), name="metrics"),
    path("metrics/<slug:pk>/", metric.MetricOne.as_view(), name="metric"),
    path("scores/", score.ScoreList.as_view(), name="scores"),
    path("customers/<int:pk>/score/", score.ScoreOne.as_view(), name="score"),
]
