"""What discussions keep, and give to archives."""
