"""The doors of the ground floor for programs."""

from django.urls import path

from customers.api import consent, customer, interaction, purchase

urlpatterns = [
    path("customers/", customer.CustomerList.as_view(), name="customers"),
    path("customers/<int:pk>/", customer.CustomerOne.as_view(), name="customer"),
    path("customers/<int:pk>/interactions/", interaction.InteractionList.as_view(), name="interactions"),
    path("customers/<int:pk>/consents/", consent.ConsentList.as_view(), name="consents"),
    path("interactions/<int:pk>/", interaction.InteractionOne.as_view(), name="interaction"),
    path(
        "interactions/<int:pk>/withdraw/",
        interaction.InteractionWithdraw.as_view(),
        name="interaction_withdraw",
    ),
    path("purchases/", purchase.PurchaseList.as_view(), name="purchases"),
    path("purchases/batch/", purchase.PurchaseBatch.as_view(), name="purchase_batch"),
    path("purchases/<int:pk>/", purchase.PurchaseOne.as_view(), name="purchase"),
]
