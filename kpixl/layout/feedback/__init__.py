"""What a feedback workbook shows of the problems of a return, live at their cells and on a list."""
