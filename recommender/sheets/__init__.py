"""CSV and XLSX files that anyone may have made, read safely, and what people write in their cells as values."""
