"""Finished rows become Altair charts; nothing is computed here."""
