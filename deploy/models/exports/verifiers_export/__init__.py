"""Verifiers with published checkpoints as bundles that Prospector reads; see export_verifiers.py."""
