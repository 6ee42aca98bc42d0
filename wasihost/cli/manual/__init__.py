"""The manual: one model, made from the tables, and how it looks."""
