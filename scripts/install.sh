#!/bin/sh
# Install wasihost for the user who runs this:  curl -fsSL URL/install.sh | sh
#
# `main` does everything, and the last line calls it, so a download that is cut off runs nothing.

set -eu

main() {
    [ -z "${ZSH_VERSION:-}" ] || emulate sh
    leave_out_relative_places
    release_url='' # `scripts/build-single-file` fills this in for the published copy
    version=${WASIHOST_VERSION:-0.1.0}
    base_url=${WASIHOST_BASE_URL:-$release_url}
    directory=${WASIHOST_INSTALL_DIR:-}
    modify_path=yes
    [ -z "${WASIHOST_NO_MODIFY_PATH:-}" ] || [ "${WASIHOST_NO_MODIFY_PATH:-}" = 0 ] || modify_path=no
    completions=yes
    [ -z "${WASIHOST_NO_COMPLETIONS:-}" ] || [ "${WASIHOST_NO_COMPLETIONS:-}" = 0 ] || completions=no
    quiet=no
    [ -z "${WASIHOST_QUIET:-}" ] || [ "${WASIHOST_QUIET:-}" = 0 ] || quiet=yes
    temporary=

    while [ $# -gt 0 ]; do
        case $1 in
            --version=* | --base-url=* | --dir=*) name=${1%%=*} value=${1#*=} ;;
            --version | --base-url | --dir)
                [ $# -gt 1 ] || fail "\`$1\` needs a value" "see --help" 2
                name=$1 value=$2
                shift
                ;;
            --no-modify-path) name= modify_path=no ;;
            --no-completions) name= completions=no ;;
            -q | --quiet) name= quiet=yes ;;
            -h | --help)
                usage
                return 0
                ;;
            *) fail "unknown option \`$1\`" "see --help" 2 ;;
        esac
        shift
        case $name in
            --version) version=$value ;;
            --base-url) base_url=$value ;;
            --dir) directory=$value ;;
        esac
    done

    case $version in
        '' | *[!A-Za-z0-9.+_-]*) fail "invalid version \`$version\`" "a version looks like 0.1.0" 2 ;;
    esac
    [ -n "${HOME:-}" ] || fail "HOME is not set" "set it to your home directory"
    directory=${directory:-$HOME/.local/bin}
    case $directory in
        /*) ;;
        *) directory=$PWD/$directory ;;
    esac
    case $directory in
        *:* | *"$newline"*) fail "\`$directory\` cannot be on PATH" "choose a directory without colons: --dir" 2 ;;
    esac
    file=$directory/wasihost
    data=$HOME/.local/share/wasihost
    case ${XDG_DATA_HOME:-} in
        /*) data=$XDG_DATA_HOME/wasihost ;; # the XDG base directory specification says to ignore relative paths
    esac

    trap 'cleanup' EXIT # in mksh this would set the exit status, so the traps of signals remove it
    trap 'cleanup; trap - EXIT; exit 129' HUP
    trap 'cleanup; trap - EXIT; exit 130' INT
    trap 'cleanup; trap - EXIT; exit 143' TERM

    make_directory "$directory"
    system=$(uname -s) machine=$(uname -m)
    case $system-$machine in
        Linux-x86_64 | Linux-amd64) install_file ;;
        *) install_package ;;
    esac
    put_on_path
    put_completions
    write_receipt
    suggest
}

newline='
'

# The working directory may contain a stranger's files: start no program, and import no Python module, from there.
leave_out_relative_places() {
    rest=${PATH:-}:
    PATH=
    while [ -n "$rest" ]; do
        case $rest in
            /*) PATH=${PATH:+$PATH:}${rest%%:*} ;;
        esac
        rest=${rest#*:}
    done
    export PATH="${PATH:-/usr/local/bin:/usr/bin:/bin}"
    unset PYTHONPATH PYTHONHOME
}

usage() {
    cat <<'EOF'
Install wasihost into ~/.local/bin

usage: install.sh [OPTIONS]          curl -fsSL URL/install.sh | sh -s -- [OPTIONS]

  --version VERSION      install this version             WASIHOST_VERSION
  --base-url URL         download from URL (https:// or   WASIHOST_BASE_URL
                         file://); {version} stands for
                         the version
  --dir DIRECTORY        install into DIRECTORY           WASIHOST_INSTALL_DIR
  --no-modify-path       do not change the shell's        WASIHOST_NO_MODIFY_PATH=1
                         start file
  --no-completions       install no completions and       WASIHOST_NO_COMPLETIONS=1
                         no man page
  --quiet                print only warnings and errors   WASIHOST_QUIET=1
  --help                 print this help

Run it again to update.  `wasihost self uninstall` removes everything that it installed.
EOF
}

# ---------------------------------------------------------------------------------------------------- the single file
install_file() {
    [ -n "$base_url" ] || fail "no URL to download wasihost from" "give one: --base-url URL"
    place=$(printf '%s\n' "${base_url%/}" | sed "s/{version}/$version/g")
    case $place in
        https://* | http://* | file://*) ;;
        *) fail "unsupported URL \`$place\`" "use https:// or file://" 2 ;;
    esac
    hash_program=$(find_hash_program) || fail "found no program that computes SHA-256, which is needed to check the download" \
        "install sha256sum, shasum or openssl"
    remove_leftovers
    temporary=$directory/.wasihost-install.$$
    (umask 077 && set -C && : >"$temporary") 2>/dev/null ||
        fail "cannot write to \`$directory\`" "choose another directory: --dir"

    download "$place/SHA256SUMS" "$temporary"
    wanted=$(sed -n 's/^\([0-9a-f]\{64\}\) [ *]wasihost$/\1/p' "$temporary")
    [ ${#wanted} -eq 64 ] || fail "\`$place/SHA256SUMS\` does not list \`wasihost\`" "check the URL"
    if [ -f "$file" ] && [ "$(digest "$file")" = "$wanted" ] && [ -x "$file" ]; then
        say "wasihost $version is already installed: $file"
        return 0
    fi
    [ ! -d "$file" ] || fail "\`$file\` is a directory" "choose another directory: --dir"
    download "$place/wasihost" "$temporary"
    found=$(digest "$temporary")
    [ "$found" = "$wanted" ] || fail "\`$place/wasihost\` does not match SHA256SUMS: its digest is $found" \
        "the download was cut off or changed; nothing was installed; try again"
    chmod 755 "$temporary" && mv -f "$temporary" "$file" ||
        fail "cannot write \`$file\`" "choose another directory: --dir"
    temporary=
    say "installed wasihost $version: $file"
    find_python >/dev/null ||
        warn "found no Python 3.10 or later, which compiles modules" \
            "install python3; modules that are already compiled run without it"
}

# Remove the files of interrupted runs: the number in the name is that of a process that no longer exists.
remove_leftovers() {
    for leftover in "$directory"/.wasihost-install.*; do
        number=${leftover##*.}
        case $number in
            *[!0-9]* | '') continue ;;
        esac
        [ ! -f "$leftover" ] || kill -0 "$number" 2>/dev/null || rm -f "$leftover"
    done
}

# --------------------------------------------------------------------------------------------- the package, elsewhere
install_package() {
    say "no single file is available for $system on $machine: installing the Python package"
    python=$(find_python) || fail "found no Python 3.10 or later" "install python3, then try again"
    make_directory "$data"
    cd "$data" # pipx starts Python with the working directory on its path
    if command -v pipx >/dev/null 2>&1; then
        PIPX_BIN_DIR=$directory pipx install --force --python "$python" "wasihost==$version" </dev/null >&2 ||
            fail "pipx cannot install wasihost $version" "see its messages above"
        say "installed wasihost $version with pipx: $file"
        return 0
    fi
    venv=$data/venv-$version
    if [ "$(readlink "$file" 2>/dev/null)" = "$venv/bin/wasihost" ] && [ -x "$venv/bin/wasihost" ]; then
        say "wasihost $version is already installed: $file"
        return 0
    fi
    unfinished=$venv
    rm -rf "$venv"
    "$python" -I -m venv "$venv" >&2 || fail "\`$python -m venv\` failed" "install Python's venv module (python3-venv)"
    "$venv/bin/python" -I -m pip install --quiet --disable-pip-version-check "wasihost==$version" </dev/null >&2 ||
        fail "pip cannot install wasihost $version on $system on $machine" "see its messages above"
    temporary=$directory/.wasihost-install.$$
    ln -s "$venv/bin/wasihost" "$temporary" && mv -f "$temporary" "$file" ||
        fail "cannot write \`$file\`" "choose another directory: --dir"
    temporary= unfinished=
    say "installed wasihost $version: $file, in the Python environment $venv"
}

find_python() {
    patience= # a broken Python may hang
    ! timeout 1 true >/dev/null 2>&1 || patience='timeout 5'
    for name in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
        command -v "$name" >/dev/null 2>&1 || continue
        answer=0
        $patience "$name" -I -c 'import sys; sys.exit(42 if sys.version_info >= (3, 10) else 1)' >/dev/null 2>&1 ||
            answer=$?
        if [ $answer -eq 42 ]; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# ------------------------------------------------------------------------------------------------- downloads, digests
download() {
    case $1 in
        file://*)
            cat "${1#file://}" >"$2" 2>/dev/null || fail "cannot read \`${1#file://}\`" "check the URL"
            return 0
            ;;
    esac
    if command -v curl >/dev/null 2>&1; then
        protocols==https
        case $1 in http://*) protocols==http,https ;; esac
        show=-sS
        [ "$quiet" = yes ] || [ ! -t 2 ] || show=--progress-bar
        curl -fL $show --proto "$protocols" --retry 2 -o "$2" "$1" && return 0
    elif command -v wget >/dev/null 2>&1; then
        wget -q -O "$2" "$1" && return 0
    else
        fail "found neither curl nor wget" "install one of them"
    fi
    fail "cannot download \`$1\`" "check the URL and the network connection; https_proxy sets a proxy"
}

find_hash_program() {
    for name in sha256sum shasum openssl; do
        command -v "$name" >/dev/null 2>&1 && echo "$name" && return 0
    done
    return 1
}

digest() {
    case $hash_program in
        sha256sum) sha256sum <"$1" ;;
        shasum) shasum -a 256 <"$1" ;;
        openssl) openssl dgst -sha256 -r <"$1" ;;
    esac | sed 's/[^0-9a-f].*//'
}

# ----------------------------------------------------------------------------------------------------------------- PATH
put_on_path() {
    profile=
    case :${PATH:-}: in
        *:"$directory":*) return 0 ;;
    esac
    quoted=$(printf '%s\n' "$directory" | sed "s/'/'\\\\''/g")
    line="export PATH='$quoted':\"\$PATH\""
    case ${SHELL:-} in
        */zsh) profile=${ZDOTDIR:-$HOME}/.zshrc ;;
        */bash)
            profile=$HOME/.bashrc
            [ "$system" != Darwin ] || profile=$HOME/.bash_profile # terminals on macOS start login shells
            ;;
        */fish)
            profile=${XDG_CONFIG_HOME:-$HOME/.config}/fish/conf.d/wasihost.fish
            quoted=$(printf '%s\n' "$directory" | sed "s/[\\\\']/\\\\&/g")
            line="set -gx PATH '$quoted' \$PATH"
            ;;
        *) profile=$HOME/.profile ;;
    esac
    if grep -q '^# >>> wasihost >>>' "$profile" 2>/dev/null; then
        grep -qxF "$line" "$profile" || warn "\`$profile\` adds another directory to PATH" "add this line: $line"
        return 0
    fi
    if [ "$modify_path" = no ]; then
        profile=
        say "$directory is not on PATH; add it: $line"
        return 0
    fi
    # `wasihost self uninstall` reads the note to restore every byte.
    note= before=
    if [ ! -e "$profile" ]; then
        note=' (new file)'
    elif [ -n "$(tail -c 1 "$profile" 2>/dev/null)" ]; then
        note=' (new line)' before=$newline
    fi
    mkdir -p "${profile%/*}" 2>/dev/null || :
    if { printf '%s# >>> wasihost >>>%s\n%s\n# <<< wasihost <<<\n' "$before" "$note" "$line" >>"$profile"; } 2>/dev/null; then
        say "added $directory to PATH in $profile; open a new terminal, or: $line"
    else
        warn "cannot write \`$profile\`, and $directory is not on PATH" "add this line to it: $line"
        profile=
    fi
}

# ---------------------------------------------------------------------------------------------- completions, the man page
put_completions() {
    shell_files=
    [ "$completions" = yes ] || return 0
    shell_files=$("$file" self shells </dev/null 2>/dev/null) || shell_files= # it needs Python to print them
    shell_files=$(printf '%s\n' "$shell_files" | sed -n 's,^/,completions=/,p')
    [ -n "$shell_files" ] || return 0
    ! grep -q '^completions=' "$data/receipt" 2>/dev/null || return 0
    say "installed completions for bash and fish, and a man page, in ${data%/*}"
    case ${SHELL:-} in
        */zsh) say "for zsh, add this line to .zshrc after compinit: eval \"\$(wasihost completions zsh)\"" ;;
    esac
}

write_receipt() {
    before=$(cat "$data/receipt" 2>/dev/null) || before=
    receipt=$(
        printf 'file=%s\nversion=%s\nbase_url=%s\n' "$file" "$version" "$base_url"
        [ -z "${venv:-}" ] || printf 'venv=%s\n' "$venv"
        printf '%s\n' "$before" "profile=$profile" "$shell_files" |
            sed -n -e '/^profile=./p' -e '/^completions=./p' | sort -u
    )
    [ "$receipt" != "$before" ] || return 0
    { mkdir -p "$data" && printf '%s\n' "$receipt" >"$data/receipt.$$" &&
        mv -f "$data/receipt.$$" "$data/receipt"; } 2>/dev/null ||
        warn "cannot write \`$data/receipt\`" "wasihost works, but \`wasihost self update\` will ask for --base-url"
}

# For a person: scripts read the lines above.
suggest() {
    [ -t 1 ] || return 0
    case :$PATH: in
        *:"$directory":*) say "try this next: wasihost help" ;;
        *) say "try this next: $file help" ;;
    esac
}

# ------------------------------------------------------------------------------------------------------------- messages
make_directory() {
    mkdir -p "$1" 2>/dev/null || fail "cannot create the directory \`$1\`" "choose another directory: --dir"
}

say() {
    [ "$quiet" = yes ] || printf '%s\n' "$1"
}

warn() {
    printf 'warning: %s\nhint: %s\n' "$1" "$2" >&2
}

fail() {
    printf 'error: %s\nhint: %s\n' "$1" "$2" >&2
    exit "${3:-1}"
}

cleanup() {
    [ -z "$temporary" ] || rm -f "$temporary"
    [ -z "${unfinished:-}" ] || rm -rf "$unfinished"
}

{ main "$@"; }
