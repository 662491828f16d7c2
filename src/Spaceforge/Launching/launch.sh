#!/bin/sh
# Starts a hook of a Spaceforge plugin in the project root of the run:
#   launch.sh HOOK source ENTRY  builds ENTRY, a C# file or project next to this script, with the .NET 10 SDK, unless it is unchanged
#   launch.sh HOOK native PROGRAM [ARCHITECTURE URL SHA256]...  starts an executable, and downloads it if the image does not have it
#   launch.sh HOOK portable|embedded ...  starts a plugin that the manifest contains, see payload.sh
# The SPACEFORGE_DOTNET_* variables are described in Spaceforge's docs/worker.md.
set -eu
unset CDPATH

fail() {
  printf 'spaceforge: %s\n' "$1" >&2
  exit 1
}

say() { printf 'spaceforge: %s\n' "$1" >&2; }

hook=$1
way=$2
program=$3
shift 3
case $0 in
  /*) here=${0%/*} ;;
  */*) here=$PWD/${0%/*} ;;
  *) here=$PWD ;;
esac
plugins=${here%/*}
# Everything for later hooks is kept here: only the workspace survives when a run waits for confirmation.
kept=$plugins/.spaceforge
project=${TF_VAR_spacelift_workspace_root:-/mnt/workspace}/source/${TF_VAR_spacelift_project_root:-}
[ -d "$project" ] || fail "the project root $project does not exist"
newline='
'

# Removes folders of the repository and relative folders from PATH: the stack's repository must not supply programs. install.sh
# has a copy, because manifests also run it directly.
clean_path() {
  repository=${TF_VAR_spacelift_workspace_root:-/mnt/workspace}/source
  ! cd -P "$repository" 2>/dev/null || repository=$PWD
  clean=$plugins/plugin_binaries
  set -f
  IFS=:
  for folder in $PATH; do
    case $folder in
      /proc/* | /dev/*) continue ;;
      /*) cd -P "$folder" 2>/dev/null || continue ;;
      *) continue ;;
    esac
    case $PWD/ in
      "$repository"/*) ;;
      *) clean=$clean:$folder ;;
    esac
  done
  unset IFS
  set +f
  cd "$here"
  PATH=$clean
  export PATH
}

# Whether install.sh installed the program with a checksum of this manifest. Reading the program would take as long as a hook.
is_installed() {
  checksum=
  [ ! -L "$plugins/plugin_binaries/$program" ] || return 1
  [ ! -f "$here/.$program.installed" ] || read -r checksum _ as <"$here/.$program.installed" || :
  [ -n "$checksum" ] && [ -n "$as" ] || return 1
  case " $* " in
    *" $checksum "*) [ "$as" = "$(stat -c %i:%s:%Y:%Z "$plugins/plugin_binaries/$program" 2>/dev/null)" ] ;;
    *) return 1 ;;
  esac
}

# Creates a temporary folder that is removed when this script ends.
begin() {
  unfinished=$kept/.unfinished.$$
  trap 'rm -rf "$unfinished"' EXIT
  trap 'exit 143' HUP INT TERM
  mkdir -p "$kept" || fail "$kept cannot be written"
  # Left by hooks that were killed.
  for left in "$kept"/.unfinished.*; do
    if [ "$left" = "$unfinished" ] || ! kill -0 "${left##*.}" 2>/dev/null; then rm -rf "$left"; fi
  done
  mkdir -p "$unfinished/tmp" 2>/dev/null || fail "$kept cannot be written; is the workspace full?"
}

# Fails with a message, or with the usual reason, which programs report in many ways: a full disk.
broken() {
  dd if=/dev/zero of="$unfinished/probe" bs=65536 count=4 2>/dev/null || fail 'the workspace is full'
  fail "$1"
}

# Puts a finished file or folder in place with one rename. If another hook was faster, its result is equivalent.
keep() {
  [ -e "$2" ] || mv "$1" "$2" 2>/dev/null || [ -e "$2" ] || broken "$2 cannot be written"
}

# Whether a program is a .NET with what the plugin needs. If it lacks a library, so would any other copy.
is_dotnet() {
  listed=
  [ -f "$1" ] && [ -x "$1" ] || return 1
  listed=$("$1" "$asked" 2>&1) || case $listed in
    *libstdc++* | *libgcc_s*)
      fail "$1 does not start, because this image has no libstdc++: $listed
spaceforge: add it (apk add libstdc++, apt-get install libstdc++6), or publish the plugin natively, which needs no library (spaceforge publish)"
      ;;
  esac
  case $newline$listed in
    *"$newline$wanted"*) ;;
    *) return 1 ;;
  esac
}

# Sets 'dotnet' to the first suitable one.
find_dotnet() {
  for dotnet in "$(command -v dotnet || :)" "${DOTNET_ROOT:-}/dotnet" "$kept/runtime/dotnet" "$kept/dotnet/dotnet"; do
    case $dotnet in
      /*) ! is_dotnet "$dotnet" || return 0 ;;
    esac
  done
  return 1
}

cannot_install() { fail "${1:+$1${newline}spaceforge: }the plugin needs $needs, which cannot be installed; $advice"; }

# fetch NAME URL SHA256: downloads into $unfinished/plugin_binaries, because that is relative to the installer.
fetch() {
  mkdir -p "$unfinished/install"
  cp "$here/install.sh" "$unfinished/install" || broken "$unfinished cannot be written"
  sh "$unfinished/install/install.sh" "$1" amd64 "$2" "$3" arm64 "$2" "$3" || cannot_install
}

# run_install_script FOLDER VERSION [ARGUMENT]...: runs Microsoft's install script.
run_install_script() {
  into=$unfinished/$1
  number=$2
  shift 2
  has_bash=$(command -v bash) || fail "the plugin needs $needs, which is not on the PATH; installing it requires bash, which is missing too; $advice"
  say "installing $needs into the workspace"
  script=$(command -v dotnet-install.sh || :)
  if [ -z "$script" ]; then
    fetch dotnet-install.sh "${SPACEFORGE_DOTNET_INSTALL_URL:-https://dot.net/v1/dotnet-install.sh}" -
    script=$unfinished/plugin_binaries/dotnet-install.sh
  fi
  [ -z "$number" ] || set -- "$@" --version "$number"
  [ -z "${SPACEFORGE_DOTNET_FEED:-}" ] || set -- "$@" --azure-feed "$SPACEFORGE_DOTNET_FEED" --uncached-feed "$SPACEFORGE_DOTNET_FEED"
  output=$(TMPDIR="$unfinished/tmp" "$has_bash" "$script" --channel 10.0 "$@" --install-dir "$into" --no-path 2>&1) || cannot_install "$output"
}

# Keeps a .NET that was installed into a folder of $unfinished, and sets 'dotnet' to it.
keep_dotnet() {
  is_dotnet "$unfinished/$1/dotnet" || fail "the installed .NET does not start, or is not version 10: $listed"
  keep "$unfinished/$1" "$kept/$1"
  dotnet=$kept/$1/dotnet
}

# Sets 'dotnet' to the recorded one: checking it again would take as long as a hook.
is_recorded() {
  dotnet=
  [ ! -f "$built/dotnet" ] || read -r dotnet <"$built/dotnet" || :
  [ -x "$dotnet" ]
}

record() {
  printf '%s\n' "$dotnet" >"$unfinished/dotnet-path" || broken "$built cannot be written"
  mv -f "$unfinished/dotnet-path" "$built/dotnet"
  rm -rf "$unfinished"
}

# need WHAT OPTION LINE: what a .NET must have, and the start of the line with which 'dotnet OPTION' confirms it.
need() {
  needs=$1
  asked=$2
  wanted=$3
  advice="add $needs to the runner image, or publish the plugin natively, which needs no .NET (spaceforge publish)"
}

clean_path
if [ "$way" = native ]; then
  is_installed "$@" || sh "$here/install.sh" "$program" "$@"
  cd "$project"
  exec "$program" run "$hook"
fi

if [ "$way" = portable ] || [ "$way" = embedded ]; then
  # This does not return.
  # shellcheck source=/dev/null
  . "$here/payload.sh"
fi

# Only sources: hooks may write other files next to them.
key() {
  cd "$here"
  find . -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '[Nn]u[Gg]et.[Cc]onfig' -o -name global.json \) \
    -exec sha256sum {} + | LC_ALL=C sort | sha256sum
}

build() {
  cd "$here"
  # The image's home may be missing or read-only, but its packages and feeds are used.
  nuget=${HOME:-}/.nuget
  # Without this file, NuGet holds a lock in /tmp while it looks for settings of old versions.
  mkdir -p "$unfinished/home/.nuget" "$unfinished/home/NuGet/Migrations"
  : >"$unfinished/home/NuGet/Migrations/1"
  [ ! -d "$nuget/NuGet" ] || cp -R "$nuget/NuGet" "$unfinished/home/.nuget"
  packages=${NUGET_PACKAGES:-$nuget/packages}
  [ ! -d "$packages" ] || export NUGET_FALLBACK_PACKAGES="${NUGET_FALLBACK_PACKAGES:-$packages}"
  export HOME="$unfinished/home" DOTNET_CLI_HOME="$unfinished/home" XDG_DATA_HOME="$unfinished/home" TMPDIR="$unfinished/tmp"
  export NUGET_PACKAGES="$kept/packages" NUGET_SCRATCH="$kept/scratch" NUGET_HTTP_CACHE_PATH="$unfinished/http"
  export DOTNET_NOLOGO=true DOTNET_CLI_TELEMETRY_OPTOUT=true DOTNET_GENERATE_ASPNET_CERTIFICATE=false
  export DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
  # MSBuild would read these variables of the stack as properties.
  unset VERSION PLATFORM TARGETFRAMEWORK RUNTIMEIDENTIFIER
  # Not ahead of time, which would download 400 MB of native compiler. No build server may outlive the hook.
  "$dotnet" build "$here/$program" -c Release -o "$unfinished/plugin" --disable-build-servers --nologo -v:quiet \
    -p:AssemblyName=plugin -p:ArtifactsPath="$unfinished/artifacts" -p:PublishAot=false -p:NuGetAudit=false \
    -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false
}

explain_build() {
  printf '%s\n' "$1" >&2
  case $1 in
    *'No space left'* | *'not enough space'*) fail 'the plugin does not build, because the workspace is full' ;;
    *NU1301*) fail 'the plugin does not build, because a package feed cannot be reached; name another one in a nuget.config next to the plugin, or publish the plugin natively, which needs none (spaceforge publish)' ;;
    *libssl*) fail 'the plugin does not build, because this image has no OpenSSL, which package feeds need; add it (apk add openssl, apt-get install openssl), or publish the plugin natively (spaceforge publish)' ;;
  esac
  fail 'the plugin does not build'
}

# Without ICU, the SDK only starts in invariant mode.
set -- /usr/lib/libicuuc.so.* /usr/lib64/libicuuc.so.* /usr/lib/*/libicuuc.so.*
while [ $# -gt 0 ] && [ ! -e "$1" ]; do shift; done
[ $# -gt 0 ] || export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-1}"

need 'the .NET 10 SDK' --list-sdks 10.
key=$(key)
built=$kept/${key%% *}
if ! is_recorded; then
  begin
  find_dotnet || {
    run_install_script dotnet "${SPACEFORGE_DOTNET_VERSION:-}"
    keep_dotnet dotnet
  }
  if [ ! -d "$built" ]; then
    say 'building the plugin'
    output=$(build 2>&1) || explain_build "$output"
    keep "$unfinished/plugin" "$built"
  fi
  record
fi

cd "$project"
exec "$dotnet" "$built/plugin.dll" run "$hook"
