"""Whose workbook it is: by its stamp, by what is printed in it, by what workbooks of the scheme look like."""
