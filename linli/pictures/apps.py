from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "linli.pictures"
    label = "pictures"
