"""Actions: functions that take the writer and write an instruction whose code depends on context, by family."""
