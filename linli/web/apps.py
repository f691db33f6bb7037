"""The base of all faces: look, words for times and figures, headers, errors."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, tags and static files that every face shares. It has no tables."""

    name = "linli.web"
    label = "web"
    verbose_name = "Linli web"
