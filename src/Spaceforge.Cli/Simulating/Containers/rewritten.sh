#!/bin/sh
# Runs the sessions of a simulated run where the machine gives no namespaces: rewritten.sh SCRATCH
# Standard input, output and error are those of enter.sh. A session's process group comes back as group NAME.
set -eu

scratch=$1
IFS= read -r nonce
tell() { printf '\036%s %s\n' "$nonce" "$*"; }

# Every session is a process group of its own, which is killed at the end. Without setsid the shell makes it, which some do with a
# terminal only.
groups=
starter=$(command -v setsid || :)
[ -n "$starter" ] || set -m

# All shells that can be sh know these limits.
# shellcheck disable=SC3045
session() {
  code=0
  ulimit -c 0
  ulimit -d "$3" || :
  ulimit -n "$4" || :
  ulimit -f "$5" || :
  # No word where there is none; the other expansion is the inner shell's.
  # shellcheck disable=SC2016
  ${starter:+"$starter"} sh -c 'eval "exec 9<&-
$(cat <&9)"' sh </dev/null >&2 8>"$scratch/exports/$1" 9<"$scratch/scripts/$1" &
  tell group "$!"
  wait "$!" || code=$?
  printf '\036%s last\n' "$2" >&2 || :
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
