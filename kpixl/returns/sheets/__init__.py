"""Where the planned sheets, rows and columns are in a return, and what somebody did to them."""
