"""The workbench in a browser: a Voilà app on the loopback address with safe settings."""

from workbench.starting import ADDRESS_GRAMMAR, spared

with spared(ADDRESS_GRAMMAR):
    from workbench.server.app import serve

__all__ = ["serve"]
