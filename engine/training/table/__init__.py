"""The acceptance table, one file for each group of rows: each takes a Bench and gives rows."""
