"""The doors of the list: filter, segments, changes to many, export."""

from django.urls import path

from customers.views import bulk_change, customer_export, customer_list, segment, segment_rule

urlpatterns = [
    path("", customer_list.customer_list, name="customer_list"),
    path("filter/", customer_list.customer_filter, name="customer_filter"),
    path("export/", customer_export.customer_export, name="customer_export"),
    path("segments/", segment.segment_list, name="segment_list"),
    path("segments/new/", segment.segment_add, name="segment_add"),
    path("segments/rule/", segment_rule.segment_rule_add, name="segment_rule_add"),
    path("segments/rule/count/", segment_rule.segment_rule_count, name="segment_rule_count"),
    path("segments/<int:pk>/changes/", segment.segment_changes, name="segment_changes"),
    path("segments/<int:pk>/rule/", segment_rule.segment_rule_edit, name="segment_rule_edit"),
    path("segments/<int:pk>/", segment.segment_edit, name="segment_edit"),
    path("segments/<int:pk>/query/", segment.segment_requery, name="segment_requery"),
    path("segments/<int:pk>/delete/", segment.segment_delete, name="segment_delete"),
    path("change/", bulk_change.bulk_change_preview, name="bulk_change_preview"),
    path("change/start/", bulk_change.bulk_change_start, name="bulk_change_start"),
    path("change/<int:pk>/", bulk_change.bulk_change_detail, name="bulk_change_detail"),
    path("change/<int:pk>/undo/", bulk_change.bulk_change_undo, name="bulk_change_undo"),
]
