from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "linli.pictures"
    label = "pictures"

    def ready(self) -> None:
        from linli.pictures import retention, settings_keys

        settings_keys.register_all()
        retention.register_all()
