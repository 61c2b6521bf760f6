"""What the cellar hears of vouchers, surprises, loyalty cards and referrals."""
