"""The native front door: a static executable that runs what is compiled already, and else hands over to Python."""
