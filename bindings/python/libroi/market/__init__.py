"""Demand that meets capacity: why hours stand idle, and what would change it."""
