"""What every package stands on: database, transactions, events, text. It knows no feature."""
