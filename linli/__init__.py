"""Linli 邻里: one program for a street office that improves its neighbourhoods."""

__version__ = "0.1.0"
