"""The figures of a brief, each with its finding, its measure, its words and its numbers."""
