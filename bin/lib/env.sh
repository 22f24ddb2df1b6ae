# Sourced by the commands beside this folder: where the project is, and the Python environment that they run in.
# POSIX sh, for dash, bash and zsh on Linux and macOS.

root=$(dirname "$(dirname "$(readlink -f "$0")")")
python=$root/.venv/bin/python

# Makes sure that .venv holds a set of requirements: runtime, demo, dev or train; each holds the ones before it.
# That there is nothing to do is the usual case and costs milliseconds; all else is for config/virtualenv.py.
need_environment() {
    case $1 in
        runtime) installed runtime demo dev train && return ;;
        demo) installed demo dev train && return ;;
        dev) installed dev train && return ;;
        *) installed train && return ;;
    esac
    base=$(find_python) || exit 1
    PYTHONPATH=$root "$base" -m config.virtualenv "$root" "$1" || exit
}

# A stamp in .venv is the lock file that was installed, below the folder that .venv was made for.
installed() {
    [ -x "$python" ] || return
    for name in "$@"; do
        lock=$root/requirements-$name.txt
        [ "$name" = runtime ] && lock=$root/requirements.txt
        { echo "$root" && cat "$lock"; } | cmp -s - "$root/.venv/installed-$name" && return
    done
    return 1
}

# Prints the newest Python that will do; $PYTHON, where it is set, is the only one asked.
find_python() {
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3.14 python3.13 python3.12 python3.11 python3; fi
    bare=
    for candidate in "$@"; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        "$candidate" -c 'import ensurepip, venv' 2>/dev/null && command -v "$candidate" && return
        bare=${bare:-$candidate}
    done
    if [ -n "$bare" ]; then
        echo "$bare cannot make virtual environments. Debian and Ubuntu: apt install ${bare##*/}-venv" >&2
    else
        echo "Heard needs Python 3.11 or newer; none of these is: $*" >&2
        echo "Install it (Debian 12 or newer: apt install python3 python3-venv; macOS: brew install python)," >&2
        echo "or say where it is: PYTHON=/path/to/python3" >&2
    fi
    return 1
}

# Exports the KEY=VALUE lines of .env, where there is one. Nothing in it is run; what is set already stays.
load_env_file() {
    [ -f "$root/.env" ] || return 0
    carriage_return=$(printf '\r')
    while IFS= read -r line || [ -n "$line" ]; do
        line=${line%"$carriage_return"}
        line=${line#export }
        key=${line%%=*}
        value=${line#*=}
        case $line in [A-Za-z_]*=*) ;; *) continue ;; esac
        case $key in *[!A-Za-z0-9_]*) continue ;; esac
        case $value in \"*\" | \'*\') value=${value#?} value=${value%?} ;; esac
        eval "[ -n \"\${$key+set}\" ]" || export "$key=$value"
    done <"$root/.env"
}
