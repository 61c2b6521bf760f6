"""The doors of the second floor for programs."""

from django.urls import path

from feedback.api import complaint

urlpatterns = [
    path("complaints/", complaint.ComplaintList.as_view(), name="complaints"),
    path("complaints/<int:pk>/", complaint.ComplaintOne.as_view(), name="complaint"),
]
