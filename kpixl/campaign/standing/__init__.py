"""How a campaign stands by its account: who is expected, who has sent what, which sealed copies came."""
