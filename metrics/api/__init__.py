"""What programs may ask about figures: the same ones as the pages, with n, interval and definition."""
