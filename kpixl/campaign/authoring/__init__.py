"""How a scheme comes to be and goes on: founded, drafted, corrected, as a workbook, as that of next year."""
