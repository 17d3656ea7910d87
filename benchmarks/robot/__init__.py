"""A robot that corrects annotations in the polygon editor, by pointer and keys alone."""
