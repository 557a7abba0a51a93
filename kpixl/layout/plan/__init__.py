"""What a workbook holds before anything is written: keyed cells, their places, their figures."""
