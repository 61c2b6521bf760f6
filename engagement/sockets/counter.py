"""What the cellar hears of follow-ups, cadences, enquiries and special orders."""
