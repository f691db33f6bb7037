from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "linli.cases"
    label = "cases"

    def ready(self) -> None:
        from datetime import UTC, datetime

        from linli.cases import checks, clockwork, indicators, retention, settings_keys
        from linli.cases.actions import carrying
        from linli.cases.search import filling
        from linli.facts import deliveries
        from linli.figures import sources
        from linli.people import handover
        from linli.places import calendar, redraw

        settings_keys.register_all()
        retention.register_all()
        start = datetime(2024, 1, 1, tzinfo=UTC)
        deliveries.register(settings_keys.LOOK_AGAIN, clockwork.look_again)
        deliveries.register_periodic("cases.tick", clockwork.work, every=60, start=start)
        deliveries.register_periodic("cases.index_words", filling.work, every=30, start=start)
        sources.register("cases", checks.counted_now, checks.tallied)
        indicators.register_all()
        handover.register(carrying.hand_on, carrying.count_handed_on)
        redraw.register(carrying.preview_redraw, carrying.redraw)
        calendar.on_change(carrying.hear_calendar)
