"""./dev test: runs every kind of test and counts real cases."""
