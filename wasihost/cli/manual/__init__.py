"""The manual: a model that is generated from the tables, and its output formats."""
