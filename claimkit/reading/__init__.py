"""Bytes to articles: one module a format."""
