"""Real engines, only very simple ones; see tests/toys/__init__.py."""
