"""Files, directories and descriptors, as the functions see them."""
