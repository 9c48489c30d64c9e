"""Sections of the bench: a module each, with `rows(tell)`."""
