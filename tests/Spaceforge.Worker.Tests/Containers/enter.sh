#!/bin/sh
# Creates a container from a runner image and runs a command in it: enter.sh IMAGE WORKSPACE SCRATCH SHELL SIZE PREPARATION COMMAND...
# It runs as root in new mount and process namespaces; everything but WORKSPACE is lost with them.
# SHELL becomes the image's sh. SIZE, unless empty, makes the workspace a small disk with a copy of WORKSPACE. PREPARATION is run
# in the image's root folder.
set -eu

image=$1
workspace=$2
scratch=$3
shell=$4
size=$5
preparation=$6
shift 6

mount -t tmpfs container "$scratch"
mkdir "$scratch/upper" "$scratch/work" "$scratch/root"
mount -t overlay overlay -o "lowerdir=$image,upperdir=$scratch/upper,workdir=$scratch/work" "$scratch/root"
cd "$scratch/root"
mkdir -p proc dev mnt/workspace
mount -t proc proc proc
mount --rbind /dev dev
ln -sf "$shell" bin/sh
if [ -n "$size" ]; then
  mount -t tmpfs -o "size=$size,mode=0777" disk mnt/workspace
  cp -a "$workspace/." mnt/workspace
else
  mount --bind "$workspace" mnt/workspace
fi
eval "$preparation"
# This shell remains as the container's first process: killing it kills all others.
"$@"
