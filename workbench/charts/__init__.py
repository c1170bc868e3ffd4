"""Finished rows become Altair charts; nothing is computed here."""

from importlib import import_module

from workbench.starting import ADDRESS_GRAMMAR, spared

with spared(ADDRESS_GRAMMAR):
    import_module("altair")
