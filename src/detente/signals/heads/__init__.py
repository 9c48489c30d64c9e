"""Fitted heads: sparse weights over named features that point to words, and what they say."""
