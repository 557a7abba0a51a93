"""Workbooks filled in as units and verifiers would, and damaged on purpose."""
