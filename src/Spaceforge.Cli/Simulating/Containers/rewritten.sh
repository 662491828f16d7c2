#!/bin/sh
# Runs the sessions of a simulated run without namespaces: rewritten.sh SCRATCH
# Uses the same protocol as enter.sh. A session's process group comes back as group NAME.
set -eu

scratch=$1
IFS= read -r nonce
tell() { printf '\036%s %s\n' "$nonce" "$*"; }

# Every session has its own process group, which is killed at the end. Without setsid the shell creates it, but some shells need
# a terminal for that.
groups=
starter=$(command -v setsid || :)
[ -n "$starter" ] || set -m

# All shells used as sh support these limits.
# shellcheck disable=SC3045
session() {
  code=0
  # Keep this shell's message about a killed session out of the hooks' output.
  exec 6>&2 2>/dev/null
  ulimit -c 0
  ulimit -d "$3" || :
  ulimit -n "$4" || :
  ulimit -f "$5" || :
  # Expands to nothing without setsid; the inner shell expands the rest.
  # shellcheck disable=SC2016
  ${starter:+"$starter"} sh -c 'eval "exec 9<&-
$(cat <&9)"' sh </dev/null >&6 2>&6 6>&- 8>"$scratch/exports/$1" 9<"$scratch/scripts/$1" &
  tell group "$!"
  wait "$!" || code=$?
  printf '\036%s last\n' "$2" >&6 || :
  tell end "$code"
}

tell ready none
while read -r command name last data files blocks; do
  case $command in
    run) session "$name" "$last" "$data" "$files" "$blocks" & ;;
    group) groups="$groups $name" ;;
    outside) tell listed ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null || :; done
