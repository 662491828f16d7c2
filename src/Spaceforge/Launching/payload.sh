#!/bin/sh
# Read by launch.sh to start a plugin that the manifest contains, as base64 in the files payload/NAME.1, payload/NAME.2 and so on:
#   launch.sh HOOK portable ASSEMBLY SHA256 PARTS SHA256 PARTS  the files of packages, then the plugin's own; needs a .NET 10 runtime
#   launch.sh HOOK embedded NAME [ARCHITECTURE SHA256 PARTS]... a static executable for each architecture
# Uses functions and variables of launch.sh.
# shellcheck disable=SC2154
set -eu

# payload NAME SHA256 PARTS: assembles $unfinished/NAME.gz from its parts, and checks it.
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
    broken "the plugin cannot be unpacked: the SHA-256 of $here/payload/$1.* is $actual, but $2 was expected"
}

# unpack NAME FOLDER: only files and folders, and only below FOLDER.
unpack() {
  mkdir -p "$2"
  gzip -dc "$unfinished/$1.gz" >"$unfinished/$1.tar" 2>/dev/null || broken "$1 cannot be unpacked"
  listing=$(tar -tvf "$unfinished/$1.tar" 2>/dev/null) || broken "$1 cannot be unpacked"
  case $newline$listing$newline in
    *"$newline"[!d-]* | *' -> '* | *' link to '* | *' /'* | *'../'* | *"..$newline"*)
      fail "$1 cannot be unpacked: it contains links, devices or paths outside its folder"
      ;;
  esac
  tar -xf "$unfinished/$1.tar" -C "$2" 2>/dev/null || broken "$1 cannot be unpacked"
  rm -f "$unfinished/$1.tar" "$unfinished/$1.gz"
}

install_runtime() {
  url=${SPACEFORGE_DOTNET_RUNTIME_URL:-}
  if [ -n "$url" ]; then
    sum=${SPACEFORGE_DOTNET_RUNTIME_SHA:-}
    case ${#sum} in
      64 | 128) ;;
      *) fail 'SPACEFORGE_DOTNET_RUNTIME_URL needs SPACEFORGE_DOTNET_RUNTIME_SHA, the SHA-256 or SHA-512 of the archive in hexadecimal digits' ;;
    esac
    say "installing $needs into the workspace"
    fetch dotnet-runtime.tar.gz "$url" "$sum"
    mv "$unfinished/plugin_binaries/dotnet-runtime.tar.gz" "$unfinished/the .NET runtime.gz"
    unpack 'the .NET runtime' "$unfinished/runtime"
  else
    advice="set SPACEFORGE_DOTNET_RUNTIME_URL, $advice"
    run_install_script runtime "${SPACEFORGE_DOTNET_RUNTIME_VERSION:-}" --runtime dotnet
  fi
  keep_dotnet runtime
}

if [ "$way" = embedded ]; then
  machine=$(uname -m)
  case $machine in
    x86_64 | amd64) architecture=amd64 ;;
    aarch64 | arm64) architecture=arm64 ;;
    *) fail "this worker is $machine, but plugins only exist for amd64 and arm64" ;;
  esac
  sum=
  while [ $# -ge 3 ]; do
    if [ "$1" = "$architecture" ]; then sum=$2 parts=$3; fi
    shift 3
  done
  [ -n "$sum" ] || fail "the manifest contains no executable for $architecture"
  # In a folder of its own, so that logs show the plugin's name.
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

need 'the .NET 10 runtime' --list-runtimes 'Microsoft.NETCore.App 10.'
built=$kept/$3-$1
if ! is_recorded; then
  begin
  packages=$kept/$1
  if [ ! -d "$built" ]; then
    # Shared by plugins with the same packages.
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
  find_dotnet || install_runtime
  record
fi

cd "$project"
exec "$dotnet" "$built/$program" run "$hook"
