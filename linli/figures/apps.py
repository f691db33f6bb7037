from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "linli.figures"
    label = "figures"
