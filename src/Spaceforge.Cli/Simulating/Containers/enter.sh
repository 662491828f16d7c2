#!/bin/sh
# Makes the container of a simulated run, and runs what standard input asks for: enter.sh NONCE WORKSPACE SCRATCH LIMIT
# It is called in user, mount and process namespaces of its own, as their root. Hooks see the machine's files as they are, but what
# they write outside of the workspace goes into memory, LIMIT bytes of it, and ends with the container.
#   run FILE   runs a session, the script FILE in SCRATCH/session
#   outside    tells the files that were written outside of the workspace
# At the end of standard input everything in the container is killed. Lines for the simulation begin with NONCE.
set -eu

nonce=$1
workspace=$2
scratch=$3
limit=$4
root=$scratch/root
layers=$scratch/layers
unlayered=
count=0

# Printed in one piece, so that no output of hooks gets into a line.
tell() { printf '\036%s %s\n' "$nonce" "$*"; }

# The machine's mounts, each with a line end before it and a slash after it.
mounts=$(while read -r _ _ _ _ path _; do printf '\n%s/' "$path"; done </proc/self/mountinfo)
newline='
'

# Shows a folder of the machine in the container, and keeps what is written to it apart.
layer() {
  case $mounts in
    *"$newline$1/"[!"$newline"]*)
      # The kernel lays nothing over a folder with mounts in it.
      mkdir -p "$root$1"
      for entry in "$1"/* "$1"/.[!.]*; do show "$entry"; done
      return
      ;;
  esac
  count=$((count + 1))
  mkdir -p "$root$1" "$layers/$count/upper" "$layers/$count/work"
  printf '%s\n' "$1" >"$layers/$count/path"
  lower=$1
  # overlay takes a comma or a colon in a path for the next option or layer.
  case $lower in
    *[\\,:]*) lower=$(printf '%s' "$lower" | sed 's/[\\,:]/\\&/g') ;;
  esac
  mount -t overlay -o "userxattr,lowerdir=$lower,upperdir=$layers/$count/upper,workdir=$layers/$count/work" layer "$root$1" 2>/dev/null || {
    unlayered="$unlayered $1"
    mount --rbind "$1" "$root$1"
  }
}

show() {
  case $1 in
    /proc | /sys | /dev | /mnt/workspace | /mnt/session) ;;
    *)
      if [ -L "$1" ]; then
        cp -P "$1" "$root$1"
      elif [ -d "$1" ]; then
        if [ -r "$1" ] && [ -x "$1" ]; then layer "$1"; else mkdir -p "$root$1"; fi
      elif [ -e "$1" ]; then
        : >"$root$1"
        mount --bind "$1" "$root$1"
      fi
      ;;
  esac
}

mkdir -p "$root" "$layers"
mount -t tmpfs -o "mode=0755,size=$limit" layers "$layers"
mount -t tmpfs -o mode=0755 root "$root"
for entry in /* /.[!.]*; do
  # What is in /mnt may be somebody else's, but the workspace is not.
  case $entry in
    /mnt) mounts="$mounts$newline/mnt/workspace/" ;;
  esac
  show "$entry"
done
mkdir -p "$root/sys" "$root/dev" "$root/proc" "$root/mnt/workspace" "$root/mnt/session"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
[ ! -d /dev/shm ] || mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
own_processes=yes
mount -t proc proc "$root/proc" 2>/dev/null || {
  own_processes=no
  mount --rbind /proc "$root/proc"
}
mount --bind "$workspace" "$root/mnt/workspace"
mount --bind "$scratch/session" "$root/mnt/session"

# The processes that a session left behind, by their names.
left_behind() {
  [ "$own_processes" = yes ] || return 0
  read -r self _ <"$root/proc/self/stat"
  for process in "$root"/proc/[0-9]*; do
    case ${process##*/} in
      1 | "$self") continue ;;
    esac
    # Dead ones that nobody asked about have no command line.
    name=
    line=
    IFS= read -r line 2>/dev/null <"$process/cmdline" || :
    [ -n "$line" ] || continue
    read -r name 2>/dev/null <"$process/comm" || continue
    [ -z "$name" ] || tell left "$name"
  done
}

outside() {
  for path in "$layers"/*/path; do
    read -r lower <"$path" || :
    # Files that the container made for itself are in /mnt and have no layer.
    find "${path%/path}/upper" -mindepth 1 ! -type d -print 2>/dev/null | head -n 200 | while IFS= read -r file; do
      tell outside "$lower${file#"${path%/path}/upper"}"
    done
  done
}

# As on a worker, hooks are a user who is not root.
session() {
  code=0
  unshare --user --map-user=1983 --map-group=1983 --root="$root" --wd=/ sh "/mnt/session/$1" </dev/null 2>&1 || code=$?
  left_behind
  tell end "$code"
}

tell ready "${unlayered:-all}"
while read -r command argument; do
  case $command in
    run) session "$argument" & ;;
    outside)
      outside
      tell listed
      ;;
  esac
done
