#!/bin/sh
# Starts a hook of a Spaceforge plugin, in the project root of the run:
#   launch.sh HOOK source ENTRY  builds ENTRY, a C# file or project beside this script, once for its content with the .NET 10 SDK
#   launch.sh HOOK native PROGRAM [ARCHITECTURE URL SHA256]...  starts an executable, which is downloaded where the image has none
#   launch.sh HOOK portable|embedded ...  starts what the manifest carries; see payload.sh beside this script
# docs/worker.md of Spaceforge tells about the variables SPACEFORGE_DOTNET_*.
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
# Everything that is kept for later hooks: the workspace is all that survives a pause of the run.
kept=$plugins/.spaceforge
project=${TF_VAR_spacelift_workspace_root:-/mnt/workspace}/source/${TF_VAR_spacelift_project_root:-}
[ -d "$project" ] || fail "the project root $project does not exist"

# Sets PATH without the folders of the repository, and without those that depend on where a hook stands: the stack's repository
# must not bring programs. As in install.sh, which is started alone too.
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

# Whether the program is the one that install.sh put there with a checksum of this manifest. To read it would take as long as a hook.
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

clean_path
if [ "$way" = native ]; then
  is_installed "$@" || sh "$here/install.sh" "$program" "$@"
  cd "$project"
  exec "$program" run "$hook"
fi

if [ "$way" = portable ] || [ "$way" = embedded ]; then
  # It ends this script.
  # shellcheck source=/dev/null
  . "$here/payload.sh"
fi

mend='add the .NET 10 SDK to the runner image, or publish the plugin natively, which needs no SDK (spaceforge publish)'

# The sources only: hooks may leave files of their own beside them.
key() {
  cd "$here"
  find . -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '[Nn]u[Gg]et.[Cc]onfig' -o -name global.json \) \
    -exec sha256sum {} + | LC_ALL=C sort | sha256sum
}

# Takes what 'dotnet' says of itself; fails where it cannot start at all, since another copy could not either.
check_start() {
  case $2 in
    *libstdc++* | *libgcc_s*)
      fail "$1 does not start, because this image has no libstdc++: $2
spaceforge: add it (apk add libstdc++, apt-get install libstdc++6), or publish the plugin natively, which needs no library (spaceforge publish)"
      ;;
  esac
}

# Sets 'dotnet' to one with a .NET 10 SDK.
find_sdk() {
  for dotnet in "$(command -v dotnet || :)" "$kept/dotnet/dotnet"; do
    [ -x "$dotnet" ] || continue
    sdks=$("$dotnet" --list-sdks 2>&1) || check_start "$dotnet" "$sdks"
    case "$newline$sdks" in
      *"${newline}10."*) return ;;
    esac
  done
  return 1
}

install_sdk() {
  has_bash=$(command -v bash) || fail "the plugin needs the .NET 10 SDK, there is none on the PATH, and to install it takes bash, which is missing as well; $mend"
  say 'installing the .NET 10 SDK into the workspace, which takes a minute'
  url=${SPACEFORGE_DOTNET_INSTALL_URL:-https://dot.net/v1/dotnet-install.sh}
  sh "$here/install.sh" dotnet-install.sh amd64 "$url" - arm64 "$url" - || fail "the plugin needs the .NET 10 SDK, and it cannot be installed; $mend"

  set -- --channel 10.0
  [ -z "${SPACEFORGE_DOTNET_VERSION:-}" ] || set -- --version "$SPACEFORGE_DOTNET_VERSION"
  [ -z "${SPACEFORGE_DOTNET_FEED:-}" ] || set -- "$@" --azure-feed "$SPACEFORGE_DOTNET_FEED" --uncached-feed "$SPACEFORGE_DOTNET_FEED"
  output=$(TMPDIR="$unfinished/tmp" "$has_bash" "$(command -v dotnet-install.sh)" "$@" --install-dir "$unfinished/dotnet" --no-path 2>&1) ||
    fail "$output${newline}spaceforge: the .NET 10 SDK cannot be installed; $mend"
  dotnet=$unfinished/dotnet/dotnet
  sdks=$("$dotnet" --list-sdks 2>&1) || {
    check_start "$dotnet" "$sdks"
    fail "the .NET SDK that was installed does not start: $sdks"
  }
  keep "$unfinished/dotnet" "$kept/dotnet"
  dotnet=$kept/dotnet/dotnet
}

# Puts a finished folder in place with one rename. Where another hook was quicker, its folder is as good.
keep() {
  [ -d "$2" ] || mv "$1" "$2" 2>/dev/null || [ -d "$2" ] || fail "$2 cannot be written"
}

build() {
  cd "$here"
  # The home of the image may be missing or read-only. The packages and feeds in it are of use.
  nuget=${HOME:-}/.nuget
  # NuGet would hold a lock in /tmp while it migrates the settings of an old version, which are not there.
  mkdir -p "$unfinished/home/.nuget" "$unfinished/home/NuGet/Migrations"
  : >"$unfinished/home/NuGet/Migrations/1"
  [ ! -d "$nuget/NuGet" ] || cp -R "$nuget/NuGet" "$unfinished/home/.nuget"
  packages=${NUGET_PACKAGES:-$nuget/packages}
  [ ! -d "$packages" ] || export NUGET_FALLBACK_PACKAGES="${NUGET_FALLBACK_PACKAGES:-$packages}"
  export HOME="$unfinished/home" DOTNET_CLI_HOME="$unfinished/home" XDG_DATA_HOME="$unfinished/home" TMPDIR="$unfinished/tmp"
  export NUGET_PACKAGES="$kept/packages" NUGET_SCRATCH="$kept/scratch" NUGET_HTTP_CACHE_PATH="$unfinished/http"
  export DOTNET_NOLOGO=true DOTNET_CLI_TELEMETRY_OPTOUT=true DOTNET_GENERATE_ASPNET_CERTIFICATE=false
  export DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
  # To the build, variables of the stack are properties of the project.
  unset VERSION PLATFORM TARGETFRAMEWORK RUNTIMEIDENTIFIER
  # Not ahead of time: that would download the native compiler, 400 MB. No server may outlive the hook.
  "$dotnet" build "$here/$program" -c Release -o "$unfinished/plugin" --disable-build-servers --nologo -v:quiet \
    -p:AssemblyName=plugin -p:ArtifactsPath="$unfinished/artifacts" -p:PublishAot=false -p:NuGetAudit=false \
    -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false
}

explain_build() {
  printf '%s\n' "$1" >&2
  case $1 in
    *'No space left'* | *'not enough space'*) fail 'the plugin does not build, because the workspace is full' ;;
    *NU1301*) fail 'the plugin does not build, because a package feed cannot be reached; a nuget.config beside the plugin can name another one, and a natively published plugin needs none (spaceforge publish)' ;;
    *libssl*) fail 'the plugin does not build, because this image has no OpenSSL to reach package feeds with; add it (apk add openssl, apt-get install openssl), or publish the plugin natively (spaceforge publish)' ;;
  esac
  fail 'the plugin does not build'
}

newline='
'
# Without ICU the runtime does not start, unless it is told to do without cultures.
set -- /usr/lib/libicuuc.so.* /usr/lib64/libicuuc.so.* /usr/lib/*/libicuuc.so.*
while [ $# -gt 0 ] && [ ! -e "$1" ]; do shift; done
[ $# -gt 0 ] || export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-1}"

key=$(key)
built=$kept/${key%% *}
dotnet=
# What the plugin was built with is recorded, since to ask 'dotnet' takes as long as a hook.
[ ! -f "$built/dotnet" ] || read -r dotnet <"$built/dotnet" || :
if [ ! -x "$dotnet" ]; then
  unfinished=$kept/.unfinished.$$
  trap 'rm -rf "$unfinished"' EXIT
  trap 'exit 143' HUP INT TERM
  mkdir -p "$kept" || fail "$kept cannot be written"
  # What a killed try left is in nobody's way, but takes place.
  for left in "$kept"/.unfinished.*; do
    if [ "$left" = "$unfinished" ] || ! kill -0 "${left##*.}" 2>/dev/null; then rm -rf "$left"; fi
  done
  mkdir -p "$unfinished/tmp" || fail "$kept cannot be written"
  find_sdk || install_sdk
  if [ ! -d "$built" ]; then
    say 'building the plugin'
    output=$(build 2>&1) || explain_build "$output"
    keep "$unfinished/plugin" "$built"
  fi
  printf '%s\n' "$dotnet" >"$unfinished/dotnet-path"
  mv -f "$unfinished/dotnet-path" "$built/dotnet"
  rm -rf "$unfinished"
fi

cd "$project"
exec "$dotnet" "$built/plugin.dll" run "$hook"
