"""scikit-learn models trained on the dataset: what a sentence attributes, to whom, how, and how surely."""
