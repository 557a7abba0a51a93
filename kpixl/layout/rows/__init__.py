"""A row of a form: who gets it, what names mean in it, what its cells take and when they are wrong."""
