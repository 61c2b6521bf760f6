"""Everything we hold on one person: gathered from every floor, as a page and as a file to take home."""
