"""A center: read, varied, evaluated, solved."""
