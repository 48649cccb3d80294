"""A model repository as a whole: its files, its card, its manifests, its weights, and what they say together."""
