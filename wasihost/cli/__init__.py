"""The command line: arguments in, an exit status out."""

error_format = "text"  # how `report` says what is wrong: text, or json
stdio = 0, 1, 2  # the descriptors of the streams that this process was started with; -1 for one that was closed
