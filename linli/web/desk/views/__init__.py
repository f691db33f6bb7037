"""Views of the desk: door, form, one query or action, page."""
