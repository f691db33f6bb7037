from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "linli.cases"
    label = "cases"

    def ready(self) -> None:
        from datetime import UTC, datetime

        from linli.cases import checks, clockwork, settings_keys
        from linli.facts import deliveries
        from linli.figures import sources

        settings_keys.register_all()
        start = datetime(2024, 1, 1, tzinfo=UTC)
        deliveries.register_periodic("cases.tick", clockwork.work, every=60, start=start)
        sources.register("cases", checks.counted_now, checks.tallied)
