#!/bin/sh
# Read by the hook lines of a plugin, in the shell of the phase: sets the variables that the plugin's hooks exported.
# Another file in that place is not read: who put it there could run commands in every later phase.
spaceforge_exports=${TF_VAR_spacelift_workspace_root:-/mnt/workspace}/plugins/.spaceforge/exports/@PLUGIN@.sh
if [ -L "${spaceforge_exports%/*}" ] || [ -L "$spaceforge_exports" ]; then
  printf 'spaceforge: %s is a link, and exported variables are not read through one\n' "$spaceforge_exports" >&2
  unset spaceforge_exports
  return 1
elif [ -e "$spaceforge_exports" ]; then
  if [ ! -f "$spaceforge_exports" ] || [ "$(stat -c '%u %a' "$spaceforge_exports")" != "$(id -u) 600" ]; then
    printf 'spaceforge: %s is not the file that the plugin wrote, so it is not read\n' "$spaceforge_exports" >&2
    unset spaceforge_exports
    return 1
  fi
  # shellcheck source=/dev/null
  . "$spaceforge_exports"
fi
unset spaceforge_exports
