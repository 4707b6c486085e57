"""Year-end reports as a careful reader takes them: their parts, and what is odd in each."""
