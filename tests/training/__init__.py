"""Trains the reader of fresh wording: `bin/train`. Needs scikit-learn, which nothing that runs needs."""
