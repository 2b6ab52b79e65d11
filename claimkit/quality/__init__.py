"""The check catalogue, the Great Expectations suite, agreement between annotators."""
