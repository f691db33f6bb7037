"""Addresses of this face; the root urls include them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
