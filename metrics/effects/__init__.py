"""Did it help? What became of improvements, announcements and automations."""
