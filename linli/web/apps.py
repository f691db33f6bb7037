"""The base of all faces: look, words for times and figures, headers, errors."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, tags and static files that every face shares. It has no tables."""

    name = "linli.web"
    label = "web"
    verbose_name = "Linli web"

    def ready(self) -> None:
        """This will register the settings of the faces."""
        from linli.web.desk import settings_keys as desk
        from linli.web.maps import settings_keys as maps

        for keys in (desk, maps):
            keys.register_all()
