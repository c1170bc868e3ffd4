"""Northgate Services (demo): an invented service firm, its customers and two years of its books."""
