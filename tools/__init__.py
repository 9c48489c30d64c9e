"""Fits and replications that make the tables that ship; no part of the product."""
