"""The tables of what became of settlements, fitted on public data."""
