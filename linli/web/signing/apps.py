from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Signing in, and one's own account. It has no tables; those are of `people`."""

    name = "linli.web.signing"
    label = "signing"
