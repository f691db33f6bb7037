from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "linli.cases"
    label = "cases"

    def ready(self) -> None:
        from linli.cases import clockwork, settings_keys
        from linli.facts import deliveries

        settings_keys.register_all()
        deliveries.register("cases.tick", clockwork.work)
