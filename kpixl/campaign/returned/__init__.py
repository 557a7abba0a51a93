"""What came back: looked into, checked, compared, and the files that say so."""
