"""Plain words for what happened to a case: to its reporter, and to whoever follows it. Never a name of staff."""
