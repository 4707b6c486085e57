"""PDF files: letters and rulings with their places, made into lines, paragraphs and tables again."""
