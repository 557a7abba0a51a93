"""Measurements that scripts print; none of them is a test."""
