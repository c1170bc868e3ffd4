"""The workbench in a browser: a Voilà app on the loopback address with safe settings."""

from workbench.server.app import serve

__all__ = ["serve"]
