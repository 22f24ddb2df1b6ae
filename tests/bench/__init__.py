"""Measurements to run by hand; no test, and nothing that fails for being slow."""
