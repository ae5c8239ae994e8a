"""Demand that meets capacity: why hours stand idle, and what would change it."""

from .regret import allocation_regret

__all__ = ["allocation_regret"]
