"""Which files came back, what lies in them, and how one is opened."""
