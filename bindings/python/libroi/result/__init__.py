"""What an evaluated center says: `Result`, its `Statements`, and its metrics in words."""
