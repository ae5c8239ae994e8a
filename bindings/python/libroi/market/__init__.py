"""What markets could have earned: the best allocation of the same demand beside the rule of the model."""

from .regret import allocation_regret

__all__ = ["allocation_regret"]
