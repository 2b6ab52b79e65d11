"""News articles in, a schema-validated dataset of reported claims out."""

__version__ = "0.1.0"
