"""What writes instructions whose rows have no meaning of their own: functions that take the writer, by families."""
