"""What the cellar hears of what customers want to be sent, and whom we do not write to."""
