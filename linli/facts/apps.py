from datetime import datetime

from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "linli.facts"
    label = "facts"

    def ready(self) -> None:
        from linli.facts import actions, deliveries
        from linli.lib.calendars import CHINA

        # Ten past midnight: what was under way when the day ended is committed by then.
        deliveries.register_periodic(
            "facts.close_yesterday",
            actions.close_yesterday,
            every=86_400,
            start=datetime(2024, 1, 1, 0, 10, tzinfo=CHINA),
        )
