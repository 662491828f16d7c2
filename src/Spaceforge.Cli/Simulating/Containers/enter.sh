#!/bin/sh
# Creates the container of a simulated run, and executes commands from standard input: enter.sh WORKSPACE SCRATCH LIMIT PIDS [IMAGE [PROGRAM]]
# It runs as root in new user, mount and process namespaces. Hooks see the machine's files, but what they write outside the
# workspace goes to memory, up to LIMIT bytes, and is lost with the container. PIDS is the maximum number of processes, or 0 if
# the kernel only has one limit for the whole machine. With IMAGE, the root of a runner image, hooks see that instead of the machine's
# files, and PROGRAM of the machine in Spacelift's folder for the programs that it brings along. Nothing that the image contains is
# followed here: its links lead into the machine.
# The first line of standard input is the nonce: hooks can read command lines and environments, but not this. Then
#   run NAME LAST DATA FILES BLOCKS   runs the session SCRATCH/scripts/NAME with these ulimit values
#   outside                           lists the files that were written outside the workspace
# At the end of standard input, everything in the container is killed. Replies, each prefixed with the nonce, go to standard output,
# which hooks do not get, since they could read from it. Hooks' output goes to standard error, followed by LAST.
set -eu

workspace=$1
scratch=$2
limit=$3
pids=$4
image=${5:-}
program=${6:-}
layers=$scratch/layers
root=$layers/root
own=$layers/own
unshare=$(command -v unshare)
unlayered=
count=0
IFS= read -r nonce

# One write per line, so that hooks' output cannot interleave.
tell() { printf '\036%s %s\n' "$nonce" "$*"; }

# In mountinfo, whitespace and backslashes of a path are octal escapes.
decode() {
  case $path in
    *\\*) path=$(printf '%b' "$(printf '%s' "$path" | sed 's/\\/\\0/g')") ;;
  esac
}

# The machine's mounts, each between a newline and a slash.
mounts=$(
  while read -r _ _ _ _ path _; do
    decode
    printf '\n%s/' "$path"
  done </proc/self/mountinfo
)
newline='
'

# overlay options use commas and colons as separators.
escape() {
  case $lower in
    *[\\,:]*) lower=$(printf '%s' "$lower" | sed 's/[\\,:]/\\&/g') ;;
  esac
}

# Overlays a folder, so that writes are kept separate.
layer() {
  case $mounts in
    *"$newline$image$1/"[!"$newline"]*)
      # An overlay would hide mounts below the folder.
      mkdir -p "$root$1"
      for entry in "$image$1"/* "$image$1"/.[!.]*; do show "${entry#"$image"}"; done
      return
      ;;
  esac
  count=$((count + 1))
  if [ ! -d "$root$1" ] || [ ! -d "$layers/work/$count" ]; then mkdir -p "$root$1" "$layers/upper/$count" "$layers/work/$count"; fi
  printf '%s\n' "$1" >"$layers/path/$count"
  lower=$image$1
  escape
  [ ! -d "$own$1" ] || {
    machine=$lower
    lower=$own$1
    escape
    lower=$lower:$machine
  }
  # Once more, in case it was just made anew.
  overlay "$1" || overlay "$1" || {
    [ "$image" = '' ] || [ "$1" != /tmp ] || return 0
    bind rbind "$1"
    [ -d "$root$1" ] || return 0
    unlayered="$unlayered $1"
    # What is in the image is used again.
    [ "$image" = '' ] || mount -o remount,bind,ro "$root$1"
  }
}

overlay() {
  mount -t overlay -o "userxattr,lowerdir=$lower,upperdir=$layers/upper/$count,workdir=$layers/work/$count" layer "$root$1" 2>/dev/null
}

# Shows the machine's own file or folder, unless it has been removed meanwhile: then it is not in the container either.
bind() {
  error=$(mount "--$1" "$image$2" "$root$2" 2>&1 || mount "--$1" "$image$2" "$root$2" 2>&1) || {
    [ ! -e "$image$2" ] || {
      printf '%s\n' "$error" >&2
      return 1
    }
    if [ -d "$root$2" ]; then rmdir "$root$2"; else rm "$root$2"; fi
  }
}

show() {
  case $1 in
    /proc | /sys | /dev | /mnt/workspace | /mnt/session) ;;
    *)
      case $image:$1 in
        # They are made below if the image has something else there.
        ?*:/mnt | ?*:/tmp) [ -d "$image$1" ] && [ ! -L "$image$1" ] || return 0 ;;
      esac
      if [ -L "$image$1" ]; then
        cp -P "$image$1" "$root$1" || [ ! -L "$image$1" ]
      elif [ -d "$image$1" ]; then
        if [ -r "$image$1" ] && [ -x "$image$1" ]; then layer "$1"; else mkdir -p "$root$1"; fi
      elif [ -n "$image" ]; then
        if [ -f "$image$1" ]; then
          : >"$root$1"
          bind bind "$1"
          mount -o remount,bind,ro "$root$1"
        fi
      elif [ -e "$1" ]; then
        : >"$root$1"
        bind bind "$1"
      fi
      ;;
  esac
}

# All writes outside the workspace go here.
mkdir -p "$layers"
mount -t tmpfs -o "mode=0755,size=$limit,nr_inodes=1m" layers "$layers"
mkdir "$root" "$layers/upper" "$layers/work" "$layers/path"
# Starting processes takes most of the time, so one process creates the folders of the first layers.
set --
for entry in "$image"/* "$image"/.[!.]*; do
  if [ -d "$entry" ] && [ ! -L "$entry" ] && [ "$count" -lt 100 ]; then
    count=$((count + 1))
    set -- "$@" "$root/${entry##*/}" "$layers/upper/$count" "$layers/work/$count"
  fi
done
[ $# = 0 ] || mkdir -p "$@"
count=0
if [ -n "$image" ]; then
  # As for every container, names are resolved as on the machine.
  mkdir -p "$own/etc"
  for file in resolv.conf hosts; do
    [ ! -r "/etc/$file" ] || cat "/etc/$file" >"$own/etc/$file"
  done
  if [ -n "$program" ]; then
    mkdir -p "$own/opt/spacelift/binaries"
    : >"$own/opt/spacelift/binaries/${program##*/}"
  fi
fi
for entry in "$image"/* "$image"/.[!.]*; do
  entry=${entry#"$image"}
  # /mnt may contain other mounts; the workspace is ours.
  case $entry in
    /mnt) mounts="$mounts$newline$image/mnt/workspace/" ;;
  esac
  show "$entry"
done
if [ -n "$image" ]; then
  for folder in etc opt; do
    [ -e "$root/$folder" ] || [ -L "$root/$folder" ] || [ ! -d "$own/$folder" ] || cp -R "$own/$folder" "$root/$folder"
  done
  mkdir -p "$root/tmp"
  chmod 1777 "$root/tmp"
else
  mkdir -p "$root$scratch"
fi
mkdir -p "$root/sys" "$root/dev" "$root/proc" "$root/mnt/workspace" "$root/mnt/session" "$layers/proc" "$layers/empty" "$layers/shm" "$layers/dev/pts"
: >"$layers/none"
own_processes=yes
mount -t proc -o nosuid,nodev,noexec proc "$layers/proc" 2>/dev/null || {
  own_processes=no
  mount --rbind /proc "$layers/proc"
}
[ "$pids" = 0 ] || { printf '%s\n' "$pids" >"$layers/proc/sys/kernel/pid_max"; } 2>/dev/null || :

# Prints an fstab line; mount needs escaped whitespace in paths.
line() {
  case "$1$2" in
    *[[:space:]\\]*)
      printf '%s\n%s\n' "$1" "$2" | sed 's/\\/\\134/g; s/ /\\040/g; s/	/\\011/g' | {
        IFS= read -r from
        IFS= read -r to
        printf '%s %s none %s 0 0\n' "$from" "$to" "$3"
      }
      ;;
    *) printf '%s %s none %s 0 0\n' "$1" "$2" "$3" ;;
  esac
}

ln -s pts/ptmx "$layers/dev/ptmx"
# Links into /proc.
cp -P /dev/fd /dev/stdin /dev/stdout /dev/stderr "$layers/dev/" 2>/dev/null || :

# If the user is root, these files belong to the container's root too, so they are mounted read-only. Only devices without state
# are available, and no service sockets, which would bypass the container.
{
  line "$layers/proc" "$root/proc" rbind,ro,nosuid,nodev,noexec
  line /sys "$root/sys" rbind,ro,nosuid,nodev,noexec
  while read -r _ _ _ _ path _; do
    decode
    case $path in
      /sys/?*) line "$path" "$root$path" rbind,ro,nosuid,nodev,noexec ;;
    esac
  done </proc/self/mountinfo
  for device in null zero full random urandom; do
    : >"$layers/dev/$device"
  done
  [ ! -d /dev/shm ] || mkdir "$layers/dev/shm"
  line "$layers/dev" "$root/dev" bind,ro
  for device in null zero full random urandom; do
    line "/dev/$device" "$root/dev/$device" bind
  done
  if [ -d /dev/shm ]; then
    line "$layers/shm" "$root/dev/shm" bind,nosuid,nodev
  fi
  if [ -n "$program" ] && [ ! -L "$root/opt" ] && [ ! -L "$root/opt/spacelift" ] && [ -f "$root/opt/spacelift/binaries/${program##*/}" ]; then
    line "$program" "$root/opt/spacelift/binaries/${program##*/}" bind,ro,nosuid,nodev
  fi
  [ -n "$image" ] || for service in /run/user /run/dbus /run/systemd/private /run/docker.sock /run/containerd/containerd.sock /run/podman/podman.sock /run/crio/crio.sock /run/snapd.socket; do
    if [ -S "$root$service" ]; then line "$layers/none" "$root$service" bind,ro; elif [ -d "$root$service" ]; then line "$layers/empty" "$root$service" bind,ro; fi
  done
  [ -n "$image" ] || line "$layers/empty" "$root$scratch" bind,ro
  line "$workspace" "$root/mnt/workspace" bind,nosuid,nodev
  line "$scratch/session" "$root/mnt/session" bind,ro,nosuid,nodev
} >"$layers/mounts"
mount -a -T "$layers/mounts" >&2
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts" 2>/dev/null || :

# Reports the names of processes that a session left running.
left_behind() {
  [ "$own_processes" = yes ] || return 0
  read -r self _ <"$layers/proc/self/stat"
  for process in "$layers"/proc/[0-9]*; do
    case ${process##*/} in
      1 | "$self") continue ;;
    esac
    # Zombies have no command line.
    name=
    line=
    IFS= read -r line 2>/dev/null <"$process/cmdline" || :
    [ -n "$line" ] || continue
    read -r name 2>/dev/null <"$process/comm" || continue
    [ -z "$name" ] || tell left "$name"
  done
}

# At most 200 of each layer. The container's own files are in /mnt and have no layer.
outside() (
  cd "$layers"
  find upper -mindepth 2 ! -type d -print 2>/dev/null | LC_ALL=C awk -F / 'count[$2]++ < 200' | while IFS= read -r file; do
    case $file in
      upper/[0-9]*/*) ;;
      # The rest of a name with a newline.
      *) continue ;;
    esac
    file=${file#upper/}
    IFS= read -r lower 2>/dev/null <"path/${file%%/*}" || continue
    tell outside "$lower/${file#*/}"
  done
)

# As on a worker, hooks do not run as root. The script is read from a descriptor that is closed before a hook runs. All shells
# used as sh support these limits.
# shellcheck disable=SC3045
session() {
  code=0
  # Keep this shell's message about a killed session out of the hooks' output.
  exec 6>&2 2>/dev/null
  ulimit -c 0
  ulimit -d "$3" || :
  ulimit -n "$4" || :
  ulimit -f "$5" || :
  # The inner shell expands this. The variables of an image are in the script.
  # shellcheck disable=SC2016
  ${image:+env -i} "$unshare" --user --map-user=1983 --map-group=1983 --root="$root" --wd=/ sh -c 'eval "exec 9<&-
$(cat <&9)"' sh </dev/null >&6 2>&6 6>&- 8>"$scratch/exports/$1" 9<"$scratch/scripts/$1" || code=$?
  left_behind
  printf '\036%s last\n' "$2" >&6 || :
  tell end "$code"
}

tell ready "${unlayered:-all}"
while read -r command name last data files blocks; do
  case $command in
    run) session "$name" "$last" "$data" "$files" "$blocks" & ;;
    outside)
      outside
      tell listed
      ;;
  esac
done
