"""The workbench: a package read like a treaty, its numbers as handles."""
