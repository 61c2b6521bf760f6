"""The doors of two records of one person, and of people who live together."""

from django.urls import path

from customers.views import duplicate, household, merge

urlpatterns = [
    path("customers/<int:pk>/household/", household.household, name="household"),
    path("customers/<int:pk>/household/join/", household.household_join, name="household_join"),
    path(
        "customers/<int:pk>/household/<int:member>/leave/", household.household_leave, name="household_leave"
    ),
    path(
        "customers/<int:pk>/household/address/",
        household.household_share_address,
        name="household_share_address",
    ),
    path("customers/<int:pk>/buys-for/", household.buys_for_note, name="buys_for_note"),
    path("customers/<int:pk>/buys-for/<int:row>/forget/", household.buys_for_forget, name="buys_for_forget"),
    path("customers/<int:pk>/merge/", merge.merge_pick, name="merge_pick"),
    path("customers/<int:pk>/merge/<int:other>/", merge.merge_compare, name="merge_compare"),
    path("duplicates/", duplicate.duplicate_list, name="duplicate_list"),
    path("duplicates/compare/", duplicate.duplicate_look, name="duplicate_look"),
    path("duplicates/merge/", duplicate.duplicate_merge_exact, name="duplicate_merge_exact"),
    path("duplicates/<int:pk>/judge/", duplicate.duplicate_judge, name="duplicate_judge"),
    path("merges/", merge.merge_list, name="merge_list"),
    path("merges/<int:pk>/", merge.merge_detail, name="merge_detail"),
    path("merges/<int:pk>/undo/", merge.merge_undo, name="merge_undo"),
]
