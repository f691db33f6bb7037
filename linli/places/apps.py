from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "linli.places"
    label = "places"

    def ready(self) -> None:
        from django.core.signals import request_started

        from linli.places import memory, settings_keys

        settings_keys.register_all()
        # Each request looks once whether places or settings changed elsewhere.
        request_started.connect(memory.forget, dispatch_uid="linli.places.memory")
