"""What every verb of a campaign rests on: what is declared, the means to work, what is remembered."""
