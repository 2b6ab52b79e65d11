"""scikit-learn models trained on the dataset."""
