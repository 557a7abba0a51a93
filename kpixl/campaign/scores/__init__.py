"""What the accepted returns come to: score sheets, and how their figures came about."""
