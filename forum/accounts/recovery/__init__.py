"""The way back for a member who has lost password and address: two people, and 72 hours."""
