"""What the cellar hears of mails, their words, their pace."""
