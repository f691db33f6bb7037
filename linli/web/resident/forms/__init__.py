"""What a resident can fill in. A form only reads; the actions decide, and their sentences come back to its fields."""
