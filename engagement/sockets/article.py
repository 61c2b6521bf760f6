"""What the cellar hears of the shop's word."""
