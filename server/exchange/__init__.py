"""What comes in and goes out as files: organisation and duties as tables, matters in the national exchange layout."""
