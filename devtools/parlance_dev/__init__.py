"""What ./dev does, one module per subject. Standard library only."""
