"""The doors to what customers are worth."""

from django.urls import URLPattern, path

from metrics.views import effect, goals, journey, list_numbers, pairing, relationship, value_rules, worth

urlpatterns: list[URLPattern] = [
    path("figures/customers/", worth.customers_by_value, name="customers_by_value"),
    path("figures/effects/", effect.effect_list, name="effect_list"),
    path("figures/effects/<slug:kind>/<int:pk>/", effect.effect_detail, name="effect_detail"),
    path("figures/effects/<slug:kind>/<int:pk>/cost/", effect.effect_cost, name="effect_cost"),
    path("figures/customer-journey/", journey.customer_journey, name="customer_journey"),
    path("figures/ideal-customers/", worth.ideal_customer, name="ideal_customer"),
    path("figures/lists/", list_numbers.lists_in_numbers, name="lists_in_numbers"),
    path("figures/lists/<int:pk>/", list_numbers.list_numbers, name="list_numbers"),
    path("figures/lists/<int:pk>/file/", list_numbers.list_numbers_file, name="list_numbers_file"),
    path("figures/lists/<int:pk>/<slug:slug>/", list_numbers.list_people, name="list_people"),
    path("figures/what-goes-together/", pairing.goes_together, name="goes_together"),
    path("figures/top-relationships/", relationship.top_relationships, name="top_relationships"),
    path("figures/top-relationships/<int:pk>/", relationship.relationship_review, name="relationship_review"),
    path("settings/targets/", goals.goals, name="goals"),
    path("settings/margin/", value_rules.value_rules, name="value_rules"),
]
