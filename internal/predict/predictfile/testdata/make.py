"""Writes predictions.xlsx, as a user's workbook: /usr/bin/python3 testdata/make.py in the folder above (Debian's python3-openpyxl)."""
import openpyxl

book = openpyxl.Workbook()
sheet = book.active
sheet.title = "predictions"
sheet.append(["name", "y_true", "y_prob"])
for i, (y, p) in enumerate([(1, 0.75), (0, 0.25), (1, 0.5), (0, 0.125)]):
    sheet.append([f"row {i}", y, p])
for cell in sheet["C"][1:]:
    cell.number_format = "0.00%"
book.create_sheet("notes").append(["not read"])
book.save("testdata/predictions.xlsx")
