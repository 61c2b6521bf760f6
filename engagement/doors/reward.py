"""The doors of vouchers, surprises, loyalty cards and referrals."""

from django.urls import URLPattern, path

from engagement.views import loyalty, loyalty_rules, referral, reward, voucher, voucher_redeem

urlpatterns: list[URLPattern] = [
    path("rewards/till/", voucher_redeem.voucher_redeem, name="voucher_redeem"),
    path("rewards/vouchers/", voucher.voucher_list, name="voucher_list"),
    path("rewards/vouchers/new/", voucher.voucher_issue, name="voucher_issue"),
    path("rewards/vouchers/<int:pk>/", voucher.voucher_detail, name="voucher_detail"),
    path("rewards/vouchers/<int:pk>/cancel/", voucher.voucher_cancel, name="voucher_cancel"),
    path("rewards/vouchers/<int:pk>/undo/", voucher.voucher_undo, name="voucher_undo"),
    path("rewards/vouchers/<int:pk>/share/", voucher.voucher_share, name="voucher_share"),
    path("rewards/cards/", loyalty.loyalty_list, name="loyalty_list"),
    path("rewards/cards/rules/", loyalty_rules.loyalty_rules, name="loyalty_rules"),
    path("rewards/cards/<int:pk>/", loyalty.loyalty_card, name="loyalty_card"),
    path("rewards/cards/<int:pk>/spend/", loyalty.loyalty_spend, name="loyalty_spend"),
    path("rewards/cards/<int:pk>/adjust/", loyalty.loyalty_adjust, name="loyalty_adjust"),
    path("rewards/cards/<int:pk>/share/", loyalty.loyalty_share, name="loyalty_share"),
    path("rewards/referrals/", referral.referral_list, name="referral_list"),
    path("rewards/referrals/new/<int:pk>/", referral.referral_record, name="referral_record"),
    path("rewards/referrals/<int:pk>/withdraw/", referral.referral_withdraw, name="referral_withdraw"),
    path("rewards/referrals/share/<int:pk>/", referral.referral_share, name="referral_share"),
    path("rewards/give/<int:pk>/", reward.reward_give, name="reward_give"),
]
