"""What a plan is: dates, tasks, units, lights. Plain Python; no database, file format, screen or clock."""
