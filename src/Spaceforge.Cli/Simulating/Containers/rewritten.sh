#!/bin/sh
# Runs the sessions of a simulated run where the machine gives no namespaces: rewritten.sh NONCE SCRATCH
# Standard input and the lines that begin with NONCE are those of enter.sh.
set -eu

nonce=$1
scratch=$2
tell() { printf '\036%s %s\n' "$nonce" "$*"; }

session() {
  code=0
  sh "$scratch/session/$1" </dev/null 2>&1 || code=$?
  tell end "$code"
}

# Every session is a process group of its own, which is killed at the end.
set -m
jobs=
tell ready none
while read -r command argument; do
  case $command in
    run)
      session "$argument" &
      jobs="$jobs -$!"
      ;;
    outside) tell listed ;;
  esac
done
# The list is numbers.
# shellcheck disable=SC2086
[ -z "$jobs" ] || kill -KILL -- $jobs 2>/dev/null || :
