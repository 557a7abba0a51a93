"""What a user of pandas, openpyxl or XlsxWriter would write instead of using kpixl, to compare with."""
