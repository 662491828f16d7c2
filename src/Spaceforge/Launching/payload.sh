#!/bin/sh
# What launch.sh reads to start a plugin that the manifest carries, in base64 in the files payload/NAME.1, payload/NAME.2 and so on:
#   launch.sh HOOK portable ASSEMBLY SHA256 PARTS SHA256 PARTS  what packages bring, then the plugin's own files; needs a .NET 10 runtime
#   launch.sh HOOK embedded NAME [ARCHITECTURE SHA256 PARTS]... a static executable for each architecture
# It has 'fail' and 'say' of launch.sh, and the variables hook, way, program, here, kept and project.
# shellcheck disable=SC2154
set -eu

newline='
'
mend='add the .NET 10 runtime to the runner image, or publish the plugin natively, which needs none (spaceforge publish)'

begin() {
  unfinished=$kept/.unfinished.$$
  trap 'rm -rf "$unfinished"' EXIT
  trap 'exit 143' HUP INT TERM
  mkdir -p "$kept" || fail "$kept cannot be written"
  # What a killed try left is in nobody's way, but takes place.
  for left in "$kept"/.unfinished.*; do
    if [ "$left" = "$unfinished" ] || ! kill -0 "${left##*.}" 2>/dev/null; then rm -rf "$left"; fi
  done
  mkdir -p "$unfinished/tmp" 2>/dev/null || fail "$kept cannot be written; is the workspace full?"
}

# A full disk explains most of what goes wrong, and is told in many ways.
broken() {
  dd if=/dev/zero of="$unfinished/probe" bs=65536 count=4 2>/dev/null || fail 'the plugin cannot be unpacked, because the workspace is full'
  fail "$1"
}

# Puts what is finished in place with one rename. Where another hook was quicker, its own is as good.
keep() {
  [ -e "$2" ] || mv "$1" "$2" 2>/dev/null || [ -e "$2" ] || broken "$2 cannot be written"
}

# payload NAME SHA256 PARTS: puts the parts together in $unfinished/NAME.gz, and checks the whole.
payload() {
  part=1
  : >"$unfinished/$1.gz"
  while [ "$part" -le "$3" ]; do
    file=$here/payload/$1.$part
    [ -f "$file" ] || fail "the plugin cannot be unpacked: $file is missing"
    base64 -d "$file" >>"$unfinished/$1.gz" 2>/dev/null || broken "the plugin cannot be unpacked: $file is damaged"
    part=$((part + 1))
  done
  actual=$(sha256sum <"$unfinished/$1.gz")
  actual=${actual%% *}
  [ "$actual" = "$2" ] ||
    broken "the plugin cannot be unpacked: $here/payload/$1.* have the SHA-256 $actual together, and $2 was expected"
}

# unpack NAME FOLDER: files and folders alone, and below FOLDER.
unpack() {
  mkdir -p "$2"
  gzip -dc "$unfinished/$1.gz" >"$unfinished/$1.tar" 2>/dev/null || broken "$1 cannot be unpacked"
  listing=$(tar -tvf "$unfinished/$1.tar" 2>/dev/null) || broken "$1 cannot be unpacked"
  case $newline$listing$newline in
    *"$newline"[!d-]* | *' -> '* | *' link to '* | *' /'* | *'../'* | *"..$newline"*)
      fail "$1 cannot be unpacked: it holds more than files and folders below its own"
      ;;
  esac
  tar -xf "$unfinished/$1.tar" -C "$2" 2>/dev/null || broken "$1 cannot be unpacked"
  rm -f "$unfinished/$1.tar" "$unfinished/$1.gz"
}

# The first program of a name on the PATH. Folders that depend on where a hook stands are left out: the stack's repository must
# not bring the plugin's programs.
on_path() (
  set -f
  IFS=:
  for folder in $PATH; do
    case $folder in
      /*)
        if [ -f "$folder/$1" ] && [ -x "$folder/$1" ]; then
          printf '%s\n' "$folder/$1"
          return
        fi
        ;;
    esac
  done
)

# check_runtime DOTNET: whether it brings the .NET 10 runtime.
check_runtime() {
  runtimes=$("$1" --list-runtimes 2>&1) || case $runtimes in
    *libstdc++* | *libgcc_s*)
      fail "$1 does not start, because this image has no libstdc++: $runtimes
spaceforge: add it (apk add libstdc++, apt-get install libstdc++6), or publish the plugin natively, which needs no library (spaceforge publish)"
      ;;
  esac
  case $newline$runtimes in
    *"${newline}Microsoft.NETCore.App 10."*) ;;
    *) return 1 ;;
  esac
}

# Sets 'dotnet' to one with a .NET 10 runtime.
find_runtime() {
  for dotnet in "$(on_path dotnet)" "${DOTNET_ROOT:-}/dotnet" "$kept/runtime/dotnet" "$kept/dotnet/dotnet"; do
    case $dotnet in
      /*) ;;
      *) continue ;;
    esac
    if [ -f "$dotnet" ] && [ -x "$dotnet" ] && check_runtime "$dotnet"; then return; fi
  done
  return 1
}

install_runtime() {
  # A copy of the installer puts what it fetches below this start's own folder.
  mkdir -p "$unfinished/install"
  cp "$here/install.sh" "$unfinished/install" || broken "$unfinished cannot be written"
  url=${SPACEFORGE_DOTNET_RUNTIME_URL:-}
  if [ -n "$url" ]; then
    sum=${SPACEFORGE_DOTNET_RUNTIME_SHA:-}
    case ${#sum} in
      64 | 128) ;;
      *) fail 'SPACEFORGE_DOTNET_RUNTIME_URL needs SPACEFORGE_DOTNET_RUNTIME_SHA, the SHA-256 or SHA-512 of the archive in hexadecimal digits' ;;
    esac
    say 'installing the .NET 10 runtime into the workspace'
    sh "$unfinished/install/install.sh" dotnet-runtime.tar.gz amd64 "$url" "$sum" arm64 "$url" "$sum" ||
      fail "the plugin needs the .NET 10 runtime, and it cannot be installed; $mend"
    mv "$unfinished/plugin_binaries/dotnet-runtime.tar.gz" "$unfinished/the .NET runtime.gz"
    unpack 'the .NET runtime' "$unfinished/runtime"
  else
    has_bash=$(on_path bash)
    [ -n "$has_bash" ] ||
      fail "the plugin needs the .NET 10 runtime, there is none on the PATH, and to install it takes bash, which is missing as well, or SPACEFORGE_DOTNET_RUNTIME_URL; $mend"
    say 'installing the .NET 10 runtime into the workspace'
    url=${SPACEFORGE_DOTNET_INSTALL_URL:-https://dot.net/v1/dotnet-install.sh}
    script=$(on_path dotnet-install.sh)
    if [ -z "$script" ]; then
      sh "$unfinished/install/install.sh" dotnet-install.sh amd64 "$url" - arm64 "$url" - ||
        fail "the plugin needs the .NET 10 runtime, and it cannot be installed; $mend"
      script=$unfinished/plugin_binaries/dotnet-install.sh
    fi
    set -- --runtime dotnet --channel 10.0
    [ -z "${SPACEFORGE_DOTNET_RUNTIME_VERSION:-}" ] || set -- "$@" --version "$SPACEFORGE_DOTNET_RUNTIME_VERSION"
    [ -z "${SPACEFORGE_DOTNET_FEED:-}" ] || set -- "$@" --azure-feed "$SPACEFORGE_DOTNET_FEED" --uncached-feed "$SPACEFORGE_DOTNET_FEED"
    output=$(TMPDIR="$unfinished/tmp" "$has_bash" "$script" "$@" --install-dir "$unfinished/runtime" --no-path 2>&1) ||
      fail "$output${newline}spaceforge: the .NET 10 runtime cannot be installed; $mend"
  fi
  check_runtime "$unfinished/runtime/dotnet" || fail "the .NET runtime that was installed does not start, or is not version 10: $runtimes"
  keep "$unfinished/runtime" "$kept/runtime"
  dotnet=$kept/runtime/dotnet
}

if [ "$way" = embedded ]; then
  machine=$(uname -m)
  case $machine in
    x86_64 | amd64) architecture=amd64 ;;
    aarch64 | arm64) architecture=arm64 ;;
    *) fail "this worker is $machine, and plugins are there for amd64 and arm64 only" ;;
  esac
  sum=
  while [ $# -ge 3 ]; do
    if [ "$1" = "$architecture" ]; then sum=$2 parts=$3; fi
    shift 3
  done
  [ -n "$sum" ] || fail "the manifest has no executable of the plugin for $architecture"
  # In a folder of its own: what the log shows is the plugin's name.
  built=$kept/$sum
  if [ ! -x "$built/$program" ]; then
    begin
    payload "$architecture" "$sum" "$parts"
    mkdir "$unfinished/plugin"
    gzip -dc "$unfinished/$architecture.gz" >"$unfinished/plugin/$program" 2>/dev/null || broken 'the plugin cannot be unpacked'
    chmod 755 "$unfinished/plugin/$program"
    keep "$unfinished/plugin" "$built"
    rm -rf "$unfinished"
  fi
  cd "$project"
  exec "$built/$program" run "$hook"
fi

built=$kept/$3-$1
dotnet=
# What starts the plugin is recorded: to ask takes time.
[ ! -f "$built/dotnet" ] || read -r dotnet <"$built/dotnet" || :
if [ ! -x "$dotnet" ]; then
  begin
  packages=$kept/$1
  if [ ! -d "$built" ]; then
    # Plugins with the same packages share them.
    if [ ! -d "$packages" ]; then
      payload packages "$1" "$2"
      unpack packages "$unfinished/packages"
      keep "$unfinished/packages" "$packages"
    fi
    cp -Rl "$packages" "$unfinished/plugin" 2>/dev/null || {
      rm -rf "$unfinished/plugin"
      cp -R "$packages" "$unfinished/plugin" || broken 'the plugin cannot be unpacked'
    }
    payload program "$3" "$4"
    unpack program "$unfinished/plugin"
    keep "$unfinished/plugin" "$built"
  fi
  find_runtime || install_runtime "$@"
  printf '%s\n' "$dotnet" >"$unfinished/dotnet-path" || broken "$unfinished cannot be written"
  mv -f "$unfinished/dotnet-path" "$built/dotnet"
  rm -rf "$unfinished"
fi

cd "$project"
exec "$dotnet" "$built/$program" run "$hook"
