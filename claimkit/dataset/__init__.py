"""Claim directories and Hugging Face datasets: build, splits, stand-off, card, hub."""
