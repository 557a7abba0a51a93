"""What a return says as one plain record: its rows and entries, what many share, as bytes that are kept."""
