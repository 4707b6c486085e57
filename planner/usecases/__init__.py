"""The verbs. Each takes a session and plain arguments, does one thing whole, never commits and never prints."""
