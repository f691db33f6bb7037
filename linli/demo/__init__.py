"""A town with a season of life, made through the real actions."""
