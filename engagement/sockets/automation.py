"""What the cellar hears of automations and announcements."""
