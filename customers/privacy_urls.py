"""The doors of privacy: what we hold on somebody, forgetting them, and for how long we keep things."""

from django.urls import path

from customers.views import erasure, keeping, personal_file, processing

urlpatterns = [
    path("customers/<int:pk>/everything/", personal_file.personal_file, name="personal_file"),
    path("customers/<int:pk>/erase/", erasure.customer_erase, name="customer_erase"),
    path("settings/keeping/", keeping.keeping_rules, name="keeping_rules"),
    path("settings/keeping/<slug:key>/", keeping.keeping_decide, name="keeping_decide"),
    path("settings/processing/", processing.processing_record, name="processing_record"),
]
