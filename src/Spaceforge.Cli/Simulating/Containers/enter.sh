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

# Shows a mount of the machine in the container, and keeps what is written to it apart.
layer() {
  count=$((count + 1))
  mkdir -p "$layers/$count/upper" "$layers/$count/work"
  printf '%s\n' "${1%/}" >"$layers/$count/path"
  # overlay takes a comma or a colon in a path for the next option or layer.
  lower=$(printf '%s' "$1" | sed 's/[\\,:]/\\&/g')
  mount -t overlay -o "userxattr,lowerdir=$lower,upperdir=$layers/$count/upper,workdir=$layers/$count/work" layer "$root$1" 2>/dev/null || {
    unlayered="$unlayered $1"
    mount --rbind "$1" "$root$1"
  }
}

mkdir -p "$root" "$layers"
mount -t tmpfs -o "mode=0755,size=$limit" layers "$layers"
layer /
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
own_processes=yes
mount -t proc proc "$root/proc" 2>/dev/null || {
  own_processes=no
  mount --rbind /proc "$root/proc"
}
[ ! -d /dev/shm ] || mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
# Other mounts are not part of the root's layer. The kernel writes blanks in their names as octal numbers.
while read -r _ _ _ _ mounted _; do
  case $mounted in
    / | /proc | /proc/* | /sys | /sys/* | /dev | /dev/* | /mnt | /mnt/* | "$scratch" | "$scratch"/*) continue ;;
  esac
  mounted=$(printf '%b' "$(printf '%s' "$mounted" | sed 's/\\\([0-7][0-7][0-7]\)/\\0\1/g')")
  if [ -d "$root$mounted" ] && [ -r "$mounted" ]; then layer "$mounted"; fi
done </proc/self/mountinfo

# /mnt may be somebody else's: a new one, with what is there.
mount -t tmpfs -o mode=0755 mnt "$root/mnt"
for entry in /mnt/*; do
  case $entry in
    /mnt/workspace | /mnt/session) ;;
    *)
      if [ -d "$entry" ] && [ -r "$entry" ]; then
        mkdir "$root$entry"
        layer "$entry"
      fi
      ;;
  esac
done
mkdir "$root/mnt/workspace" "$root/mnt/session"
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
