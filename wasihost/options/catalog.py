"""The commands beside `run`, what they take, and the names of WASI: for readers with no time to import those.

`scripts/bless` writes this file.
"""

from wasihost.options.row import Command, Parameter

# fmt: off
COMMANDS = (
    Command(
        'compile',
        'Compile MODULE once and keep the result: `wasihost --allow-precompiled FILE` runs it without '
        'compiling.\nWith `--emit exe` the result is a program of its own, which needs neither wasihost nor '
        'Python. It may use what `--dir` and `--env` grant; made without them, what is in WASIHOST_OPTIONS '
        'when it runs: `--dir HOST::GUEST …`. Limits hold either way, unless that says others.',
        (
            Parameter('MODULE', 'MODULE', 'text', '', required=True),
        ),
        (
            Parameter(
                '--output',
                'FILE',
                'text',
                "write here; `-`: standard output; default: by MODULE's name",
                short='-o',
            ),
            Parameter('--level', 'fast|balanced|max', 'choice', 'how fast the code has to be', default='max'),
            Parameter(
                '--dir',
                'HOST[::GUEST[::ro]]',
                'text',
                'a directory, seen as GUEST; `ro`: read only; again for more',
                repeatable=True,
            ),
            Parameter(
                '--env',
                'NAME[=VALUE]',
                'text',
                "a variable; without VALUE this shell's own; again for more",
                repeatable=True,
            ),
            Parameter('--confine', '', 'flag', 'only the system calls that it needs, too'),
            Parameter('--no-confine', '', 'flag', 'the kernel does not hold it to its grants'),
            Parameter('--unknown-imports', 'error|trap', 'choice', 'do not start, or start and trap on a call'),
            Parameter('--timeout', 'TIME', 'text', 'end it after 2 (seconds), 1.5s, 200ms, 2m'),
            Parameter('--fuel', 'N', 'text', 'end it after N instructions'),
            Parameter('--max-memory', 'SIZE', 'text', 'of all its memories; beyond, memory.grow fails'),
            Parameter('--max-table', 'N', 'text', 'entries of all its tables, as above'),
            Parameter('--max-stack', 'SIZE', 'text', 'of its calls, instead of 8M'),
            Parameter('--max-fds', 'N', 'text', 'descriptors that are open at a time'),
            Parameter('--max-output', 'SIZE', 'text', 'end it after so much on stdout and stderr'),
            Parameter('--reproducible', '', 'flag', 'all of this: seed 0, a virtual clock …'),
            Parameter('--seed', 'N', 'text', 'its random numbers follow from N; no keys!'),
            Parameter('--clock', 'virtual|fixed:TIME', 'text', 'goes on when read or waited for; stands'),
            Parameter('--sorted-dirs', '', 'flag', 'directories list their entries by name'),
            Parameter('--canonical-nans', '', 'flag', 'the same NaNs on every machine; slower'),
            Parameter('--metered', '', 'flag', 'its code counts, for runs with `--fuel`'),
            Parameter('--jobs', 'N', 'text', 'compile in N processes, not one a processor'),
            Parameter('--emit', 'artifact|exe|llvm-ir|asm|obj', 'choice', 'what to write', default='artifact'),
            Parameter(
                '--func',
                'INDEX',
                'text',
                'only this function (again for more); not of an artifact',
                repeatable=True,
            ),
            Parameter('--cpu', 'native|baseline', 'choice', 'whose code; default: native, and baseline for exe'),
            Parameter('--quiet', '', 'flag', 'no progress, no warnings, no hints', short='-q'),
            Parameter(
                '--color',
                'auto|always|never',
                'choice',
                'colour in messages; NO_COLOR is honoured',
                default='auto',
            ),
        ),
    ),
    Command(
        'inspect',
        'Show what MODULE consists of: sections, imports, exports, and its functions by size.',
        (
            Parameter('MODULE', 'MODULE', 'text', '', required=True),
        ),
        (
            Parameter('--json', '', 'flag', 'all of it, as JSON'),
            Parameter('--all', '', 'flag', 'every function, not only the largest'),
            Parameter('--wat', '', 'flag', 'the whole module in the text format'),
        ),
    ),
    Command(
        'wast',
        'Run test scripts of the WebAssembly specification (.wast), and print what passed, failed and was '
        'skipped.\nThe exit status is 1 when anything failed. What needs a part of WebAssembly that is not '
        'supported is skipped.',
        (
            Parameter('FILE|DIRECTORY...', 'FILE|DIRECTORY...', 'text', '', repeatable=True, required=True),
        ),
        (
            Parameter('--level', 'fast|balanced|max', 'choice', 'how fast the code has to be', default='fast'),
            Parameter('--jobs', 'N', 'text', 'compile in N processes, not one a processor'),
        ),
    ),
    Command(
        'cache',
        'Show, fill or clear the compiled modules that are kept on disk.',
        (),
        (),
    ),
    Command(
        'cache ls',
        'One line an artifact, the last used first: size, level, last use, key, and the modules it was made '
        'from.',
        (),
        (
            Parameter('--cache-dir', 'DIRECTORY', 'text', 'the cache in this directory'),
        ),
    ),
    Command(
        'cache info',
        'Where the cache is, how much it holds, and whether it can be used.',
        (),
        (
            Parameter('--cache-dir', 'DIRECTORY', 'text', 'the cache in this directory'),
        ),
    ),
    Command(
        'cache clear',
        'Remove everything that is kept; what runs now goes on.',
        (),
        (
            Parameter('--cache-dir', 'DIRECTORY', 'text', 'the cache in this directory'),
        ),
    ),
    Command(
        'cache prune',
        'Remove what was used the longest ago, and what interrupted processes left behind.',
        (),
        (
            Parameter('--cache-dir', 'DIRECTORY', 'text', 'the cache in this directory'),
            Parameter('--max-size', 'SIZE', 'text', 'keep at most so many bytes: 500M, 2G; default: the limit'),
            Parameter('--unused-for', 'DAYS', 'text', 'remove what was not used for so many days'),
        ),
    ),
    Command(
        'cache warm',
        'Compile modules ahead of time; those that are there already are left alone.\nAll are tried; the exit '
        'status is that of the first that fails.',
        (
            Parameter('MODULE...', 'MODULE...', 'text', 'files to compile', repeatable=True, required=True),
        ),
        (
            Parameter('--level', 'fast|balanced|max', 'choice', 'how fast the code has to be', default='max'),
            Parameter('--canonical-nans', '', 'flag', 'the same NaNs on every machine; slower'),
            Parameter('--jobs', 'N', 'text', 'compile in N processes, not one a processor'),
            Parameter('--cache-dir', 'DIRECTORY', 'text', 'the cache in this directory'),
            Parameter('--quiet', '', 'flag', 'no progress, no warnings, no hints', short='-q'),
            Parameter(
                '--color',
                'auto|always|never',
                'choice',
                'colour in messages; NO_COLOR is honoured',
                default='auto',
            ),
        ),
    ),
    Command(
        'cache path',
        'The directory, for scripts.',
        (),
        (
            Parameter('--cache-dir', 'DIRECTORY', 'text', 'the cache in this directory'),
        ),
    ),
    Command(
        'config',
        'Show what options are set, and where.',
        (),
        (),
    ),
    Command(
        'config path',
        'Where the configuration file is, or would be.',
        (),
        (
            Parameter(
                '--config',
                'FILE',
                'text',
                'instead of ~/.config/wasihost/config.toml',
                environment='WASIHOST_CONFIG',
            ),
        ),
    ),
    Command(
        'config show',
        'Check the configuration, and show each option that is set without a command line, its value, and '
        'where.',
        (),
        (
            Parameter(
                '--config',
                'FILE',
                'text',
                'instead of ~/.config/wasihost/config.toml',
                environment='WASIHOST_CONFIG',
            ),
            Parameter(
                '--profile',
                'PROFILE',
                'text',
                'also what stands there under [profile.NAME]',
                environment='WASIHOST_PROFILE',
            ),
        ),
    ),
    Command(
        'install',
        'Make MODULE a command, which may use what is said here, and nothing else.\nAll its arguments are its '
        'own. A relative directory is one beneath the directory that the command is started in.',
        (
            Parameter('MODULE', 'MODULE', 'text', '', required=True),
        ),
        (
            Parameter('--name', 'NAME', 'text', "of the command; default: MODULE's"),
            Parameter(
                '--dir',
                'HOST[::GUEST[::ro]]',
                'text',
                'a directory, seen as GUEST; `ro`: read only; again for more',
                repeatable=True,
            ),
            Parameter(
                '--env',
                'NAME[=VALUE]',
                'text',
                "a variable; without VALUE this shell's own; again for more",
                repeatable=True,
            ),
            Parameter('--confine', '', 'flag', 'only the system calls that it needs, too'),
            Parameter('--no-confine', '', 'flag', 'the kernel does not hold it to its grants'),
            Parameter('--unknown-imports', 'error|trap', 'choice', 'do not start, or start and trap on a call'),
            Parameter('--timeout', 'TIME', 'text', 'end it after 2 (seconds), 1.5s, 200ms, 2m'),
            Parameter('--fuel', 'N', 'text', 'end it after N instructions'),
            Parameter('--max-memory', 'SIZE', 'text', 'of all its memories; beyond, memory.grow fails'),
            Parameter('--max-table', 'N', 'text', 'entries of all its tables, as above'),
            Parameter('--max-stack', 'SIZE', 'text', 'of its calls, instead of 8M'),
            Parameter('--max-fds', 'N', 'text', 'descriptors that are open at a time'),
            Parameter('--max-output', 'SIZE', 'text', 'end it after so much on stdout and stderr'),
            Parameter('--reproducible', '', 'flag', 'all of this: seed 0, a virtual clock …'),
            Parameter('--seed', 'N', 'text', 'its random numbers follow from N; no keys!'),
            Parameter('--clock', 'virtual|fixed:TIME', 'text', 'goes on when read or waited for; stands'),
            Parameter('--sorted-dirs', '', 'flag', 'directories list their entries by name'),
            Parameter('--canonical-nans', '', 'flag', 'the same NaNs on every machine; slower'),
            Parameter('--level', 'fast|balanced|max', 'choice', 'how fast the code has to be', default='max'),
            Parameter('--cpu', 'native|baseline', 'choice', 'whose code', default='native'),
            Parameter('--jobs', 'N', 'text', 'compile in N processes, not one a processor'),
            Parameter(
                '--bin-dir',
                'DIRECTORY',
                'text',
                'of the commands; default: ~/.local/bin',
                environment='WASIHOST_BIN_DIR',
            ),
            Parameter('--force', '', 'flag', 'replace what else has that name'),
            Parameter('--quiet', '', 'flag', 'no progress, no warnings, no hints', short='-q'),
            Parameter(
                '--color',
                'auto|always|never',
                'choice',
                'colour in messages; NO_COLOR is honoured',
                default='auto',
            ),
        ),
    ),
    Command(
        'list',
        'Show the commands that were made from modules: name, size, level, module, and what they may use.',
        (),
        (
            Parameter(
                '--bin-dir',
                'DIRECTORY',
                'text',
                'of the commands; default: ~/.local/bin',
                environment='WASIHOST_BIN_DIR',
            ),
            Parameter('--json', '', 'flag', 'as JSON'),
        ),
    ),
    Command(
        'upgrade',
        'Make a command again, from MODULE or the file that it was made from, with the grants it has.',
        (
            Parameter('COMMAND', 'COMMAND', 'text', '', required=True),
            Parameter('[MODULE]', '[MODULE]', 'text', ''),
        ),
        (
            Parameter('--jobs', 'N', 'text', 'compile in N processes, not one a processor'),
            Parameter(
                '--bin-dir',
                'DIRECTORY',
                'text',
                'of the commands; default: ~/.local/bin',
                environment='WASIHOST_BIN_DIR',
            ),
            Parameter('--quiet', '', 'flag', 'no progress, no warnings, no hints', short='-q'),
            Parameter(
                '--color',
                'auto|always|never',
                'choice',
                'colour in messages; NO_COLOR is honoured',
                default='auto',
            ),
        ),
    ),
    Command(
        'uninstall',
        'Remove commands that `wasihost install` made; nothing else is ever removed.\nAll are tried; the exit '
        'status is that of the first that fails.',
        (
            Parameter('COMMAND...', 'COMMAND...', 'text', '', repeatable=True, required=True),
        ),
        (
            Parameter(
                '--bin-dir',
                'DIRECTORY',
                'text',
                'of the commands; default: ~/.local/bin',
                environment='WASIHOST_BIN_DIR',
            ),
            Parameter('--quiet', '', 'flag', 'no progress, no warnings, no hints', short='-q'),
        ),
    ),
    Command(
        'self',
        'Show, update or remove this installation of wasihost.',
        (),
        (),
    ),
    Command(
        'self version',
        'Which wasihost this is, of which Python, what it keeps where, and what the kernel offers.',
        (),
        (
            Parameter('--json', '', 'flag', 'as JSON'),
        ),
    ),
    Command(
        'self update',
        'Replace the file by a later one, or leave it when it is that already.',
        (),
        (
            Parameter(
                '--base-url',
                'URL',
                'text',
                'where releases lie, https:// or file://; default: as installed',
                environment='WASIHOST_BASE_URL',
            ),
            Parameter('--version', 'VERSION', 'text', 'this one, not the latest', default='latest'),
        ),
    ),
    Command(
        'self shells',
        'Put completions and the manual where bash, fish and man look for them; zsh has no such place.',
        (),
        (
            Parameter('--remove', '', 'flag', 'take them away again'),
        ),
    ),
    Command(
        'self uninstall',
        "Remove wasihost: its file, what that unpacked, completions, manual, and the lines in a shell's start "
        'file.\nCommands that were made with `wasihost install` need none of it, and stay.',
        (),
        (
            Parameter('--cache', '', 'flag', 'also the compiled modules'),
            Parameter('--yes', '', 'flag', 'do not ask', short='-y'),
            Parameter('--dry-run', '', 'flag', 'only say what would be removed'),
        ),
    ),
    Command(
        'binfmt',
        'Print how the kernel is told to run modules with wasihost, so that `./tool.wasm` just starts.',
        (),
        (),
    ),
    Command(
        'completions',
        'Print what lets a shell complete the command line of wasihost.\nIt says in its first lines where it '
        'goes. `wasihost self shells` puts it where bash and fish look by themselves.',
        (
            Parameter('bash|zsh|fish', 'bash|zsh|fish', 'choice', '', required=True),
        ),
        (),
    ),
    Command(
        'man',
        'Print the manual: every command with its options, every variable, exit status and file.',
        (),
        (
            Parameter('--format', 'roff|markdown', 'choice', 'what it is written in', default='roff'),
        ),
    ),
)

WASI = (
    'args_get',
    'args_sizes_get',
    'environ_get',
    'environ_sizes_get',
    'clock_res_get',
    'clock_time_get',
    'fd_advise',
    'fd_allocate',
    'fd_close',
    'fd_datasync',
    'fd_fdstat_get',
    'fd_fdstat_set_flags',
    'fd_fdstat_set_rights',
    'fd_filestat_get',
    'fd_filestat_set_size',
    'fd_filestat_set_times',
    'fd_pread',
    'fd_prestat_get',
    'fd_prestat_dir_name',
    'fd_pwrite',
    'fd_read',
    'fd_readdir',
    'fd_renumber',
    'fd_seek',
    'fd_sync',
    'fd_tell',
    'fd_write',
    'path_create_directory',
    'path_filestat_get',
    'path_filestat_set_times',
    'path_link',
    'path_open',
    'path_readlink',
    'path_remove_directory',
    'path_rename',
    'path_symlink',
    'path_unlink_file',
    'poll_oneoff',
    'proc_exit',
    'proc_raise',
    'sched_yield',
    'random_get',
    'sock_accept',
    'sock_recv',
    'sock_send',
    'sock_shutdown',
)
