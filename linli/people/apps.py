from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "linli.people"
    label = "people"

    def ready(self) -> None:
        from linli.people import redraw, settings_keys

        redraw.take_part()
        settings_keys.register_all()
