"""The command line: arguments in, an exit status out."""

error_format = "text"  # how `report` says what is wrong: text, or json
