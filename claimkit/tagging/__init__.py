"""The learned span tagger: labels, inference, training."""
