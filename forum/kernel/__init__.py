"""What every package stands on: database, transactions, events, verdicts, text. It knows no feature."""
