#!/bin/sh
# Starts a hook of a Spaceforge plugin: launch.sh HOOK source SOURCE
# SOURCE, a C# file or project beside this script, is built once for its content, with the .NET 10 SDK on the PATH.
set -eu

fail() {
  printf 'spaceforge: %s\n' "$1" >&2
  exit 1
}

hook=$1
source=$3
here=$(CDPATH='' cd "${0%/*}" && pwd -P)
plugins=${here%/*}
workspace=${TF_VAR_spacelift_workspace_root:-/mnt/workspace}

PATH=$plugins/plugin_binaries:$PATH
export PATH

command -v dotnet >/dev/null || fail "the plugin needs the .NET 10 SDK, and there is no 'dotnet' on the PATH; add it to the runner image"

content() {
  cd "$here"
  find . -type d \( -path ./.build -o -name bin -o -name obj \) -prune -o -type f -print | LC_ALL=C sort | while IFS= read -r file; do
    printf '%s\n' "$file"
    cat "$file"
  done
}

key=$(content | cksum | tr ' ' '-')
built=$here/.build/$key
if [ ! -d "$built" ]; then
  dotnet --list-sdks | grep -q '^10\.' || fail "the plugin needs the .NET 10 SDK, and 'dotnet --list-sdks' shows none"

  unfinished=$here/.build/unfinished.$$
  rm -rf "$unfinished"
  mkdir -p "$unfinished"
  # Everything that the SDK writes goes into the workspace, since a home may be missing or read-only; and it runs in the
  # plugin's folder, since a global.json of the stack is none of its business.
  (
    export DOTNET_CLI_HOME="$plugins/.dotnet" NUGET_PACKAGES="$plugins/.nuget/packages" NUGET_HTTP_CACHE_PATH="$plugins/.nuget/http"
    export DOTNET_NOLOGO=true DOTNET_CLI_TELEMETRY_OPTOUT=true DOTNET_GENERATE_ASPNET_CERTIFICATE=false
    cd "$here/$(dirname "$source")"
    dotnet build "$(basename "$source")" -c Release -p:AssemblyName=plugin -p:ArtifactsPath="$unfinished/artifacts" -o "$unfinished/out"
  ) >"$unfinished/log" 2>&1 || {
    cat "$unfinished/log" >&2
    fail "the plugin does not build"
  }
  # Another hook may have been quicker: its result is as good.
  [ -d "$built" ] || mv "$unfinished" "$built"
  rm -rf "$unfinished"
fi

cd "$workspace/source/${TF_VAR_spacelift_project_root:-}"
exec dotnet "$built/out/plugin.dll" run "$hook"
