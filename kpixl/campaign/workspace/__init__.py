"""Where things lie, and what is done there: opened, taken in, backed up, cleared out."""
