from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "linli.notify"
    label = "notify"

    def ready(self) -> None:
        from linli.facts import deliveries
        from linli.notify import digests, mailing, retention, robots, settings_keys, telling
        from linli.notify.models import Robot
        from linli.privacy.actions import keys

        settings_keys.register_all()
        retention.register_all()
        deliveries.register("notify.tell", telling.tell)
        deliveries.register("notify.letter", telling.tell_readers)
        deliveries.register("notify.mail", mailing.send)
        deliveries.register("notify.robot", robots.send)
        digests.register_all()
        keys.also(Robot, "sealed")
