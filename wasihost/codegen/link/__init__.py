"""Objects → what is mapped: the image of an artifact, or a file that the system loads."""
