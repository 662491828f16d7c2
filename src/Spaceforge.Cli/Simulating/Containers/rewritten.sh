#!/bin/sh
# Runs the sessions of a simulated run where the machine gives no namespaces: rewritten.sh NONCE SCRATCH
# Standard input and the lines that begin with NONCE are those of enter.sh.
set -eu

nonce=$1
scratch=$2
tell() { printf '\036%s %s\n' "$nonce" "$*"; }

# Every session is a process group of its own, which is killed at the end. Without setsid the shell makes it, which some do with a
# terminal only.
groups=$scratch/groups
: >"$groups"
starter=$(command -v setsid || :)
[ -n "$starter" ] || set -m

session() {
  code=0
  # No word where there is none.
  ${starter:+"$starter"} sh "$scratch/session/$1" </dev/null 2>&1 &
  printf '%s\n' "$!" >>"$groups"
  wait "$!" || code=$?
  tell end "$code"
}

tell ready none
while read -r command argument; do
  case $command in
    run) session "$argument" & ;;
    outside) tell listed ;;
  esac
done
while read -r group; do kill -s KILL -- "-$group" 2>/dev/null || :; done <"$groups"
