"""Curate a Solidarity Playbook: draft, check, find and publish cases."""

__version__ = "0.1.0"
