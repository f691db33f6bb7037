"""Searching cases by words, codes and places: what counts as found, the index of words, and who fills and checks it."""
