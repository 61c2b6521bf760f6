"""The doors of vouchers, surprises, loyalty cards and referrals."""

from django.urls import URLPattern, path

from engagement.views import voucher, voucher_redeem

urlpatterns: list[URLPattern] = [
    path("rewards/till/", voucher_redeem.voucher_redeem, name="voucher_redeem"),
    path("rewards/vouchers/", voucher.voucher_list, name="voucher_list"),
    path("rewards/vouchers/new/", voucher.voucher_issue, name="voucher_issue"),
    path("rewards/vouchers/<int:pk>/", voucher.voucher_detail, name="voucher_detail"),
    path("rewards/vouchers/<int:pk>/cancel/", voucher.voucher_cancel, name="voucher_cancel"),
    path("rewards/vouchers/<int:pk>/undo/", voucher.voucher_undo, name="voucher_undo"),
    path("rewards/vouchers/<int:pk>/share/", voucher.voucher_share, name="voucher_share"),
]
