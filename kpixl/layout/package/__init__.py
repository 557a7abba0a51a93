"""What one recipient gets, what is known of it beforehand, and what recipients share."""
