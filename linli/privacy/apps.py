from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "linli.privacy"
    label = "privacy"

    def ready(self) -> None:
        from linli.privacy import clockwork, retention, settings_keys

        settings_keys.register_all()
        retention.register_all()
        clockwork.register_all()
