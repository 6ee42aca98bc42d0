"""The commands beside `run`, what they take, and the names of WASI: for readers with no time to import those.

`scripts/bless` writes this file.
"""

from wasihost.options.row import Command, Parameter

# fmt: off
COMMANDS = (
    Command(
        'compile',
        'Compile MODULE to an artifact, an executable, IR or assembly.\n`wasihost --allow-precompiled FILE` '
        'runs an artifact without compiling it.\n`--emit exe` writes an executable that needs neither wasihost '
        'nor Python. Its grants are those of `--dir` and `--env`. If it has none, it takes options from the '
        'variable WASIHOST_OPTIONS when it runs. Its limits apply unless that variable sets others.',
        (
            Parameter('MODULE', 'MODULE', 'text', '', required=True),
        ),
        (
            Parameter(
                '--output',
                'FILE',
                'text',
                'write to FILE; `-`: stdout; default: named after MODULE',
                short='-o',
            ),
            Parameter(
                '--level',
                'interpret|baseline|fast|balanced|max',
                'choice',
                'choose how well the code is optimized',
                default='max',
            ),
            Parameter(
                '--dir',
                'HOST[::GUEST[::ro]]',
                'text',
                'grant a directory, as GUEST; `ro`: read-only; repeatable',
                repeatable=True,
            ),
            Parameter(
                '--env',
                'NAME[=VALUE]',
                'text',
                "pass a variable, as set or as VALUE; '*': all; repeatable",
                repeatable=True,
            ),
            Parameter('--confine', '', 'flag', 'also block system calls the guest cannot need'),
            Parameter('--no-confine', '', 'flag', 'do not let the kernel enforce the grants'),
            Parameter('--unknown-imports', 'error|trap', 'choice', 'refuse to start, or trap when one is called'),
            Parameter('--timeout', 'TIME', 'text', 'end the guest after TIME: 2 or 2s, 200ms, 1.5m'),
            Parameter('--fuel', 'N', 'text', 'end the guest after N instructions'),
            Parameter('--max-memory', 'SIZE', 'text', 'limit total memory; beyond it memory.grow fails'),
            Parameter('--max-table', 'N', 'text', 'limit table entries; beyond it table.grow fails'),
            Parameter('--max-stack', 'SIZE', 'text', 'limit the call stack; default: 8M'),
            Parameter('--max-fds', 'N', 'text', 'limit the open descriptors'),
            Parameter('--max-output', 'SIZE', 'text', 'end the guest after SIZE on stdout and stderr'),
            Parameter('--reproducible', '', 'flag', 'turn on the four options below, with seed 0'),
            Parameter('--seed', 'N', 'text', 'derive random numbers from N; not for keys'),
            Parameter('--clock', 'virtual|fixed:TIME', 'text', 'advance the clock when it is read, or stop it'),
            Parameter('--sorted-dirs', '', 'flag', 'list directory entries by name'),
            Parameter('--canonical-nans', '', 'flag', 'compute the same NaNs on every machine; slower'),
            Parameter('--metered', '', 'flag', 'make code that counts, for runs with `--fuel`'),
            Parameter('--jobs', 'N', 'text', 'compile in N processes; default: one per CPU'),
            Parameter('--emit', 'artifact|exe|llvm-ir|asm|obj', 'choice', 'choose what to write', default='artifact'),
            Parameter('--func', 'INDEX', 'text', 'emit this function only; not with artifact or exe', repeatable=True),
            Parameter(
                '--cpu',
                'native|baseline',
                'choice',
                'target this CPU or all; default: native, baseline for exe',
            ),
            Parameter('--quiet', '', 'flag', 'print no progress, warnings or hints', short='-q'),
            Parameter(
                '--color',
                'auto|always|never',
                'choice',
                'color messages; `auto` respects NO_COLOR',
                default='auto',
            ),
        ),
    ),
    Command(
        'inspect',
        'Show the sections, imports, exports and functions of MODULE.',
        (
            Parameter('MODULE', 'MODULE', 'text', '', required=True),
        ),
        (
            Parameter('--json', '', 'flag', 'print everything, as JSON'),
            Parameter('--all', '', 'flag', 'list all functions, not only the largest'),
            Parameter('--wat', '', 'flag', 'print the module in the text format'),
        ),
    ),
    Command(
        'wast',
        'Run test scripts of the WebAssembly specification (.wast).\nPrints how many commands passed, failed '
        'and were skipped. Commands that need an unsupported part of WebAssembly are skipped. The exit status '
        'is 1 if a command failed.',
        (
            Parameter('FILE|DIRECTORY...', 'FILE|DIRECTORY...', 'text', '', repeatable=True, required=True),
        ),
        (
            Parameter(
                '--level',
                'interpret|baseline|fast|balanced|max',
                'choice',
                'choose how well the code is optimized',
                default='fast',
            ),
            Parameter('--jobs', 'N', 'text', 'compile in N processes; default: one per CPU'),
        ),
    ),
    Command(
        'cache',
        'List, fill, trim or clear the cache of compiled modules.',
        (),
        (),
    ),
    Command(
        'cache ls',
        'List the artifacts in the cache, most recently used first.\nA line has the size, the level, the time '
        'of the last use, the key, and the modules that it was compiled from. At level `mixed`, the functions '
        'that runs have spent their time in are at `max`, and the others at `baseline`.',
        (),
        (
            Parameter('--cache-dir', 'DIRECTORY', 'text', 'use the cache in DIRECTORY'),
        ),
    ),
    Command(
        'cache info',
        'Show where the cache is, how large it is, and whether it can be used.',
        (),
        (
            Parameter('--cache-dir', 'DIRECTORY', 'text', 'use the cache in DIRECTORY'),
        ),
    ),
    Command(
        'cache clear',
        'Remove all artifacts from the cache.\nPrograms that are running are not affected.',
        (),
        (
            Parameter('--cache-dir', 'DIRECTORY', 'text', 'use the cache in DIRECTORY'),
        ),
    ),
    Command(
        'cache prune',
        'Remove the least recently used artifacts.\nAlso removes what interrupted processes left.',
        (),
        (
            Parameter('--cache-dir', 'DIRECTORY', 'text', 'use the cache in DIRECTORY'),
            Parameter('--max-size', 'SIZE', 'text', 'shrink the cache to SIZE: 500M, 2G; default: its limit'),
            Parameter('--unused-for', 'DAYS', 'text', 'remove artifacts that were not used for DAYS days'),
        ),
    ),
    Command(
        'cache warm',
        'Compile modules ahead of time.\nModules that are in the cache are skipped. If one fails, the others '
        'are still compiled, and the exit status is that of the first failure.',
        (
            Parameter('MODULE...', 'MODULE...', 'text', 'the files to compile', repeatable=True, required=True),
        ),
        (
            Parameter(
                '--level',
                'interpret|baseline|fast|balanced|max',
                'choice',
                'choose how well the code is optimized',
                default='max',
            ),
            Parameter('--canonical-nans', '', 'flag', 'compute the same NaNs on every machine; slower'),
            Parameter('--jobs', 'N', 'text', 'compile in N processes; default: one per CPU'),
            Parameter('--cache-dir', 'DIRECTORY', 'text', 'use the cache in DIRECTORY'),
            Parameter('--quiet', '', 'flag', 'print no progress, warnings or hints', short='-q'),
            Parameter(
                '--color',
                'auto|always|never',
                'choice',
                'color messages; `auto` respects NO_COLOR',
                default='auto',
            ),
        ),
    ),
    Command(
        'cache path',
        'Print the directory of the cache.',
        (),
        (
            Parameter('--cache-dir', 'DIRECTORY', 'text', 'use the cache in DIRECTORY'),
        ),
    ),
    Command(
        'config',
        'Show which options are set, and where.',
        (),
        (),
    ),
    Command(
        'config path',
        'Print the path of the configuration file, which need not exist.',
        (),
        (
            Parameter(
                '--config',
                'FILE',
                'text',
                'read FILE, not ~/.config/wasihost/config.toml',
                environment='WASIHOST_CONFIG',
            ),
        ),
    ),
    Command(
        'config show',
        'Check the configuration, and show the options that are set.\nA line has the option, its value, and '
        'the file or variable that sets it.',
        (),
        (
            Parameter(
                '--config',
                'FILE',
                'text',
                'read FILE, not ~/.config/wasihost/config.toml',
                environment='WASIHOST_CONFIG',
            ),
            Parameter(
                '--profile',
                'PROFILE',
                'text',
                'also read [profile.PROFILE] of that file',
                environment='WASIHOST_PROFILE',
            ),
        ),
    ),
    Command(
        'install',
        'Install MODULE as a command with fixed grants.\nThe command passes all its arguments to the program. '
        'A relative directory in a grant is relative to the directory in which the command is started.',
        (
            Parameter('MODULE', 'MODULE', 'text', '', required=True),
        ),
        (
            Parameter('--name', 'NAME', 'text', 'name the command NAME; default: named after MODULE'),
            Parameter(
                '--dir',
                'HOST[::GUEST[::ro]]',
                'text',
                'grant a directory, as GUEST; `ro`: read-only; repeatable',
                repeatable=True,
            ),
            Parameter(
                '--env',
                'NAME[=VALUE]',
                'text',
                "pass a variable, as set or as VALUE; '*': all; repeatable",
                repeatable=True,
            ),
            Parameter('--confine', '', 'flag', 'also block system calls the guest cannot need'),
            Parameter('--no-confine', '', 'flag', 'do not let the kernel enforce the grants'),
            Parameter('--unknown-imports', 'error|trap', 'choice', 'refuse to start, or trap when one is called'),
            Parameter('--timeout', 'TIME', 'text', 'end the guest after TIME: 2 or 2s, 200ms, 1.5m'),
            Parameter('--fuel', 'N', 'text', 'end the guest after N instructions'),
            Parameter('--max-memory', 'SIZE', 'text', 'limit total memory; beyond it memory.grow fails'),
            Parameter('--max-table', 'N', 'text', 'limit table entries; beyond it table.grow fails'),
            Parameter('--max-stack', 'SIZE', 'text', 'limit the call stack; default: 8M'),
            Parameter('--max-fds', 'N', 'text', 'limit the open descriptors'),
            Parameter('--max-output', 'SIZE', 'text', 'end the guest after SIZE on stdout and stderr'),
            Parameter('--reproducible', '', 'flag', 'turn on the four options below, with seed 0'),
            Parameter('--seed', 'N', 'text', 'derive random numbers from N; not for keys'),
            Parameter('--clock', 'virtual|fixed:TIME', 'text', 'advance the clock when it is read, or stop it'),
            Parameter('--sorted-dirs', '', 'flag', 'list directory entries by name'),
            Parameter('--canonical-nans', '', 'flag', 'compute the same NaNs on every machine; slower'),
            Parameter(
                '--level',
                'interpret|baseline|fast|balanced|max',
                'choice',
                'choose how well the code is optimized',
                default='max',
            ),
            Parameter('--cpu', 'native|baseline', 'choice', 'target this CPU, or all', default='native'),
            Parameter('--jobs', 'N', 'text', 'compile in N processes; default: one per CPU'),
            Parameter(
                '--bin-dir',
                'DIRECTORY',
                'text',
                'use the commands in DIRECTORY; default: ~/.local/bin',
                environment='WASIHOST_BIN_DIR',
            ),
            Parameter('--force', '', 'flag', 'replace any other file of this name'),
            Parameter('--quiet', '', 'flag', 'print no progress, warnings or hints', short='-q'),
            Parameter(
                '--color',
                'auto|always|never',
                'choice',
                'color messages; `auto` respects NO_COLOR',
                default='auto',
            ),
        ),
    ),
    Command(
        'list',
        'List installed commands.\nA line has the name, the size, the level, the module, and the options of '
        'the command.',
        (),
        (
            Parameter(
                '--bin-dir',
                'DIRECTORY',
                'text',
                'use the commands in DIRECTORY; default: ~/.local/bin',
                environment='WASIHOST_BIN_DIR',
            ),
            Parameter('--json', '', 'flag', 'print JSON'),
        ),
    ),
    Command(
        'upgrade',
        'Rebuild an installed command.\nThe command is compiled from MODULE, or from the file that it was made '
        'from. It keeps its grants.',
        (
            Parameter('COMMAND', 'COMMAND', 'text', '', required=True),
            Parameter('[MODULE]', '[MODULE]', 'text', ''),
        ),
        (
            Parameter('--jobs', 'N', 'text', 'compile in N processes; default: one per CPU'),
            Parameter(
                '--bin-dir',
                'DIRECTORY',
                'text',
                'use the commands in DIRECTORY; default: ~/.local/bin',
                environment='WASIHOST_BIN_DIR',
            ),
            Parameter('--quiet', '', 'flag', 'print no progress, warnings or hints', short='-q'),
            Parameter(
                '--color',
                'auto|always|never',
                'choice',
                'color messages; `auto` respects NO_COLOR',
                default='auto',
            ),
        ),
    ),
    Command(
        'uninstall',
        'Remove installed commands.\nFiles that `wasihost install` did not make are never removed. If one '
        'command cannot be removed, the others still are, and the exit status is that of the first failure.',
        (
            Parameter('COMMAND...', 'COMMAND...', 'text', '', repeatable=True, required=True),
        ),
        (
            Parameter(
                '--bin-dir',
                'DIRECTORY',
                'text',
                'use the commands in DIRECTORY; default: ~/.local/bin',
                environment='WASIHOST_BIN_DIR',
            ),
            Parameter('--quiet', '', 'flag', 'print no progress, warnings or hints', short='-q'),
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
        'Show the version, the files and the Python of this installation.\nAlso shows whether the kernel '
        'offers Landlock and seccomp.',
        (),
        (
            Parameter('--json', '', 'flag', 'print JSON'),
        ),
    ),
    Command(
        'self update',
        'Update the single file to the latest release.',
        (),
        (
            Parameter(
                '--base-url',
                'URL',
                'text',
                'find releases at URL; default: as installed',
                environment='WASIHOST_BASE_URL',
            ),
            Parameter('--version', 'VERSION', 'text', 'install VERSION, not the latest', default='latest'),
        ),
    ),
    Command(
        'self shells',
        'Install completions for bash and fish, and the man page.\nFor zsh, see `wasihost completions zsh`.',
        (),
        (
            Parameter('--remove', '', 'flag', 'remove them again'),
        ),
    ),
    Command(
        'self uninstall',
        'Remove wasihost.\nRemoves its file and what that unpacked, the completions, the man page, and the '
        "lines in a shell's start file. Commands that `wasihost install` made stay: they do not need "
        'wasihost.',
        (),
        (
            Parameter('--cache', '', 'flag', 'remove compiled modules, too'),
            Parameter('--yes', '', 'flag', 'do not ask for confirmation', short='-y'),
            Parameter('--dry-run', '', 'flag', 'print what would be removed, and remove nothing'),
        ),
    ),
    Command(
        'binfmt',
        'Print a binfmt_misc entry that lets the kernel run modules.\nWith it, `./tool.wasm` starts wasihost.',
        (),
        (),
    ),
    Command(
        'completions',
        'Print completions for a shell.\nThe first lines of the output explain where to put it. `wasihost self '
        'shells` installs it for bash and fish.',
        (
            Parameter('bash|zsh|fish', 'bash|zsh|fish', 'choice', '', required=True),
        ),
        (),
    ),
    Command(
        'man',
        'Print the manual, as a man page or as Markdown.',
        (),
        (
            Parameter('--format', 'roff|markdown', 'choice', 'choose the output format', default='roff'),
        ),
    ),
    Command(
        'help',
        'Explain wasihost, or one of its commands.',
        (
            Parameter('[COMMAND]...', '[COMMAND]...', 'text', '', repeatable=True),
        ),
        (),
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
