#!/bin/sh
# Installs a program into the plugins' folder for binaries: install.sh [--at-least VERSION ARGUMENTS] NAME [ARCHITECTURE URL SHA256]...
# A program of the image stays as it is, unless it is older than VERSION, which it prints with ARGUMENTS, and so does one that was installed with the same SHA256. A SHA256 of - is not checked.
# SPACEFORGE_DOWNLOAD_TIMEOUT: the seconds after which a server that sends next to nothing is given up; 60 when unset.
# SPACEFORGE_DOWNLOAD_LIMIT: the megabytes that a download, an unpacked archive and a program may have; 1024 when unset.
set -eu
unset CDPATH

fail() {
  printf 'spaceforge: cannot install %s: %s\n' "$name" "$1" >&2
  exit 1
}

has() { command -v "$1" >/dev/null; }

# Sets PATH without the folders of the repository, and without those that depend on where a hook stands: the stack's repository
# must not bring programs.
clean_path() {
  repository=${TF_VAR_spacelift_workspace_root:-${plugins%/*}}/source
  ! cd -P "$repository" 2>/dev/null || repository=$PWD
  clean=
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
  cd /
  PATH=${clean#:}
  export PATH
}

# 'command -v' would also take what only a shell can start, such as its builtin 'test'.
on_path() (
  set -f
  IFS=:
  for folder in $PATH; do
    [ ! -f "$folder/$1" ] || [ ! -x "$folder/$1" ] || return 0
  done
  return 1
)

sha256_of() {
  if has sha256sum; then
    sum=$(sha256sum <"$1")
  elif has shasum; then
    sum=$(shasum -a 256 <"$1")
  else
    fail "it needs sha256sum or shasum to check the download"
  fi
  printf '%s' "${sum%% *}"
}

# What tells a file from another without reading it; nothing where 'stat' cannot say.
identity() { stat -c %i:%s:%Y:%Z "$1" 2>/dev/null || :; }

# Whether the program is the one that was installed for this checksum. Another plugin may have put its own there.
is_verified() {
  [ -f "$binaries/$name" ] && [ -x "$binaries/$name" ] && [ ! -L "$binaries/$name" ] || return 1
  of_download=
  [ ! -f "$record" ] || read -r of_download of_program as <"$record" || :
  if [ "$of_download" != "$sha256" ]; then
    of_program=$sha256
  elif [ -n "$as" ] && [ "$as" = "$(identity "$binaries/$name")" ]; then
    return
  fi
  [ "$(sha256_of "$binaries/$name")" = "$of_program" ]
}

# Sets 'found' to the version of the image's program, and fails where that is older than $at_least, or it does not tell.
is_recent() {
  [ -n "$at_least" ] || return 0
  set -f
  # Its arguments are separate words.
  # shellcheck disable=SC2086
  found=$("$name" $ask </dev/null 2>&1 | tr -c '0-9.\n' ' ' | awk '{
    for (i = 1; i <= NF; i++) if ($i ~ /^[0-9]+\.[0-9]/) { print $i; exit }
  }')
  set +f
  [ -n "$found" ] || return 1
  printf '%s\n%s\n' "$found" "$at_least" | awk -F . '
    NR == 1 { for (i = 1; i <= 9; i++) has[i] = $i + 0 }
    NR == 2 { for (i = 1; i <= 9; i++) if (has[i] != $i + 0) exit has[i] < $i + 0 }'
}

at_least=
found=
if [ "$1" = --at-least ]; then
  at_least=$2
  ask=$3
  shift 3
fi
name=$1
shift
here=$(cd "${0%/*}" && pwd -P)
plugins=${here%/*}
binaries=$plugins/plugin_binaries
record=$here/.$name.installed
clean_path
[ ! -L "$binaries" ] || fail "$binaries is a link"

in_image=no
! on_path "$name" || in_image=yes
[ "$in_image" = no ] || [ -e "$binaries/$name" ] || [ -L "$binaries/$name" ] || ! is_recent || exit 0

machine=$(uname -m)
case $machine in
  x86_64 | amd64) architecture=amd64 ;;
  aarch64 | arm64) architecture=arm64 ;;
  *) fail "this worker is $machine, and programs are there for amd64 and arm64 only" ;;
esac

url=
while [ $# -ge 3 ]; do
  if [ "$1" = "$architecture" ]; then
    url=$2
    sha256=$3
  fi
  shift 3
done
[ -n "$url" ] || [ "$in_image" = no ] || [ -z "$at_least" ] ||
  fail "the image's $name is older than $at_least (${found:-unknown}), and the plugin names no download for $architecture"
[ -n "$url" ] || fail "the plugin names no download for $architecture"
if [ "$sha256" = - ]; then
  [ ! -f "$binaries/$name" ] || [ ! -x "$binaries/$name" ] || exit 0
elif is_verified; then
  exit 0
fi

# What messages show: an address may carry a password or a signature.
path=${url%%[?#]*}
shown=$path
case $shown in
  *://*@*) shown=${shown%%://*}://${shown#*@} ;;
esac

temporary=$binaries/.unfinished.$$
fetching=
trap 'kill $fetching 2>/dev/null || :; rm -rf "$temporary"' EXIT
trap 'exit 143' HUP INT TERM
mkdir -p "$binaries" || fail "$binaries cannot be written"
# What a killed try left is in nobody's way, but takes place.
for left in "$binaries"/.unfinished.*; do
  if [ "$left" = "$temporary" ] || ! kill -0 "${left##*.}" 2>/dev/null; then rm -rf "$left"; fi
done
mkdir "$temporary" || fail "$binaries cannot be written"
download=$temporary/download

timeout=${SPACEFORGE_DOWNLOAD_TIMEOUT:-60}
megabytes=${SPACEFORGE_DOWNLOAD_LIMIT:-1024}
total=$((timeout * 30))
case $url in
  # A redirection must not leave what the author trusted.
  [Hh][Tt][Tt][Pp][Ss]:*) protocols='=https' ;;
  *) protocols='=http,https' ;;
esac
newline='
'

# Files cannot grow beyond the limit: whatever writes them is stopped.
limit() { ulimit -f "$((megabytes * 2048))" 2>/dev/null || :; }

is_full() { [ -f "$1" ] && [ "$(wc -c <"$1")" -ge "$((megabytes * 1048576))" ]; }

# Both set 'code' to the HTTP status, if there was one, and 'reason' to what went wrong.
curl_once() {
  reason=$(
    limit
    curl --fail --silent --show-error --location --max-redirs 10 --globoff --proto "$protocols" --proto-redir "$protocols" \
      --connect-timeout "$timeout" --speed-limit 1024 --speed-time "$timeout" --max-time "$total" \
      --output "$download" --write-out "$newline%{http_code}" --url "$url" 2>&1
  ) && return
  code=${reason##*"$newline"}
  reason=${reason%"$newline"*}
  return 1
}

# Ends a download that is slower than 1 KB a second, or takes too long: no wget has a limit for that.
watch() {
  pause=
  trap '[ -z "$pause" ] || kill "$pause" 2>/dev/null; exit' TERM
  before=0
  waited=0
  while [ "$waited" -lt "$total" ]; do
    sleep "$timeout" &
    pause=$!
    wait "$pause"
    waited=$((waited + timeout))
    size=$(wc -c <"$download") || size=0
    [ "$((size - before))" -ge "$((timeout * 1024))" ] || break
    before=$size
  done
  : >"$temporary/slow"
  kill "$1" 2>/dev/null
}

# watched COMMAND...: runs it with an eye on the download. Its messages are in the log.
watched() {
  rm -f "$temporary/slow"
  : >"$download"
  (
    limit
    exec "$@"
  ) >"$log" 2>&1 &
  fetching=$!
  # A subshell starts with this shell's handlers, and would lose a signal that comes before its own are set.
  trap - TERM
  watch "$fetching" >/dev/null 2>&1 &
  watching=$!
  trap 'exit 143' TERM
  fetching="$fetching $watching"
  result=0
  wait "${fetching% *}" || result=$?
  kill "$watching" 2>/dev/null || :
  wait "$watching" 2>/dev/null || :
  fetching=
  return "$result"
}

# The addresses that a server sent on to.
locations() { sed -n 's/^ *[Ll][Oo][Cc][Aa][Tt][Ii][Oo][Nn]: *\([^ ]*\).*/\1/p' "$log" | tr -d '\r'; }

# absolute BASE ADDRESS: an address that a server sent on to, with what it leaves out.
absolute() {
  origin=${1#*://}
  origin=${1%%://*}://${origin%%[/?#]*}
  base=${1%%[?#]*}
  case $2 in
    *://*) printf '%s' "$2" ;;
    //*) printf '%s' "${1%%:*}:$2" ;;
    /*) printf '%s' "$origin$2" ;;
    *) case ${base#*://} in
      */*) printf '%s' "${base%/*}/$2" ;;
      *) printf '%s' "$origin/$2" ;;
    esac ;;
  esac
}

is_trusted() {
  case $url,$1 in
    [Hh][Tt][Tt][Pp][Ss]:*,[Hh][Tt][Tt][Pp][Ss]://*) ;;
    [Hh][Tt][Tt][Pp]:*,[Hh][Tt][Tt][Pp]://* | [Hh][Tt][Tt][Pp]:*,[Hh][Tt][Tt][Pp][Ss]://*) ;;
    *)
      reason='the server redirects to an address that is not https'
      code=400
      return 1
      ;;
  esac
}

# GNU's would follow from https to http.
gnu_wget() {
  address=$url
  hops=0
  while [ "$hops" -le 10 ]; do
    hops=$((hops + 1))
    ! watched wget -nv -S -t 1 -T "$timeout" --max-redirect=0 -O "$download" "$address" || return 0
    next=$(locations | tail -n 1)
    [ -n "$next" ] || return 1
    address=$(absolute "$address" "$next")
    is_trusted "$address" || return 1
  done
  return 1
}

# busybox's follows as well, and can only be asked where it has been.
busybox_wget() {
  case $help in
    *-*S*'Show server'*) watched wget -q -S -O "$download" "$url" || return 1 ;;
    *) watched wget -O "$download" "$url" || return 1 ;;
  esac
  for next in $(locations); do
    case $next in
      *://*) is_trusted "$next" || return 1 ;;
    esac
  done
  # Without its headers an answer does not say where it came from.
  [ "$protocols" != '=https' ] || [ "$(grep -c '^Connecting to' "$log")" -le 1 ] || is_trusted ''
}

wget_once() {
  reason=
  help=$(wget --help 2>&1) || :
  case $help in
    *GNU*) gnu_wget && return ;;
    *) busybox_wget && return ;;
  esac
  if [ -e "$temporary/slow" ]; then reason="the server sends less than 1 KB a second"; fi
  [ -z "$reason" ] || return 1
  code=$(sed -n 's/.*ERROR \([0-9]*\).*/\1/p; s/.*HTTP\/[0-9.]* \([0-9]*\).*/\1/p' "$log" | tail -n 1)
  # Lines with an address show it whole, and indented ones are what the server says.
  reason=$(grep -v -e '://' -e '^ ' -e '^-$' "$log") || reason='the connection failed'
  return 1
}

log=$temporary/log
if has curl; then
  once=curl_once
elif has wget; then
  once=wget_once
else
  fail "it needs curl or wget to fetch $shown"
fi

printf 'spaceforge: installing %s from %s\n' "$name" "$shown" >&2
for pause in 1 2 4 ''; do
  code=
  ! "$once" || break
  # A server that refuses will refuse again; and a full disk stays full.
  case $code in
    408 | 429) ;;
    4*) pause= ;;
  esac
  ! is_full "$download" || fail "$shown is larger than $megabytes MB"
  case $reason in
    *'(23)'* | *'No space left'*)
      reason="$reason; is the workspace full?"
      pause=
      ;;
  esac
  [ -n "$pause" ] || fail "$shown cannot be fetched: $reason"
  sleep "$pause"
done

if [ "$sha256" != - ]; then
  algorithm=SHA-256
  if [ ${#sha256} = 128 ]; then
    has sha512sum || fail "it needs sha512sum to check the download"
    algorithm=SHA-512
    actual=$(sha512sum <"$download")
    actual=${actual%% *}
  else
    actual=$(sha256_of "$download")
  fi
  [ "$actual" = "$sha256" ] || fail "$shown has the $algorithm $actual, and $sha256 was expected"
fi

# Nothing of an archive is written where it says: the one program is read out of it into a file of ours.
unpacked=$temporary/unpacked
packed=$temporary/packed

# unpack PROGRAM: tars are read several times, and unpacked once. Where the program is missing, tar may do without.
unpack() {
  if has "$1"; then
    (
      limit
      exec "$1" -dc
    ) <"$download" >"$packed" 2>/dev/null || {
      ! is_full "$packed" || fail "$shown is larger than $megabytes MB when it is unpacked"
      fail "$shown cannot be unpacked"
    }
  else
    mv "$download" "$packed"
    tar -tf "$packed" >/dev/null 2>&1 || fail "it needs $1 to unpack $shown"
  fi
  has tar || fail "it needs tar to unpack $shown"
  kind=tar
}

unzipper() {
  packed=$download
  for kind in unzip bsdtar python3 busybox; do
    ! has "$kind" || return 0
  done
  fail "it needs unzip, bsdtar, python3 or busybox to unpack $shown"
}

members() {
  case $kind in
    tar) tar -tf "$packed" ;;
    bsdtar) bsdtar -tf "$packed" ;;
    unzip) unzip -l "$packed" | lengths ;;
    busybox) busybox unzip -l "$packed" | lengths ;;
    # Isolated, or modules would be looked for where the hook stands.
    python3) python3 -I -c 'import sys, zipfile
for entry in zipfile.ZipFile(sys.argv[1]).infolist(): print(ascii(entry.filename)[1:-1])' "$packed" ;;
  esac 2>"$temporary/warnings"
}

lengths() { sed -n 's/^ *[0-9][0-9]*  *[0-9][0-9/-]*  *[0-9][0-9:]*  *\(.*\)$/\1/p'; }

# extract MEMBER: into the file 'unpacked', executable where it is so in the archive. Fails where it is no file.
extract() (
  limit
  rm -rf "$unpacked" "$temporary/one"
  case $kind in
    tar)
      mode=$(tar -tvf "$packed" | awk -v end=" $1" '/^-/ && substr($0, length($0) - length(end) + 1) == end { print substr($0, 1, 4); exit }')
      [ -n "$mode" ] && tar -xOf "$packed" "$1" >"$unpacked" && [ -s "$unpacked" ] || return 1
      case $mode in ???[xs]) chmod 700 "$unpacked" ;; esac
      return
      ;;
    python3)
      mkdir "$temporary/one"
      # Its own command for this forgets which files are programs.
      python3 -I -c 'import os, shutil, stat, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
entry = archive.getinfo(sys.argv[2])
mode = entry.external_attr >> 16
if stat.S_IFMT(mode) not in (0, stat.S_IFREG): sys.exit(1)
with archive.open(entry) as source, open(sys.argv[3], "wb") as target: shutil.copyfileobj(source, target)
os.chmod(sys.argv[3], mode & 0o700 | 0o600)' "$packed" "$1" "$unpacked" || return 1
      return
      ;;
    unzip) unzip -q -o "$packed" "$1" -d "$temporary/one" ;;
    bsdtar) mkdir "$temporary/one" && bsdtar -xf "$packed" -C "$temporary/one" "$1" ;;
    busybox) busybox unzip -q -o "$packed" "$1" -d "$temporary/one" ;;
  esac </dev/null || return 1
  [ -f "$temporary/one/$1" ] && [ ! -L "$temporary/one/$1" ] || return 1
  # A copy: what was unpacked may be another name of a file outside.
  cat "$temporary/one/$1" >"$unpacked" || return 1
  [ ! -x "$temporary/one/$1" ] || chmod 700 "$unpacked"
)

# Of several files with the name, such as a program and its completions, executable ones go before others, then those nearer to the
# top of the archive, then the alphabet. Lines are depth and path; names that an archive could confuse a program with are left out.
candidates() {
  awk -F / -v name="$name" -v prefix="$1" '
    /^[A-Za-z0-9._+@=,~\/ -]*$/ && !/^-/ && !/\/$/ && (prefix ? index($NF, name "-") == 1 || index($NF, name "_") == 1 : $NF == name) { print NF, $0 }' \
    "$temporary/members" | LC_ALL=C sort -k 1,1n -k 2 | head -n 100 | cut -d ' ' -f 2-
}

# take PREFIX: sets 'program' to the first executable file, or else to the first one where the name is exact.
take() {
  other=
  candidates "$1" >"$temporary/candidates"
  twice=$(uniq -d "$temporary/candidates" | head -n 1)
  [ -z "$twice" ] || fail "$shown holds $twice twice"
  while IFS= read -r member; do
    if ! extract "$member" >/dev/null 2>&1; then
      if is_full "$unpacked" || is_full "$temporary/one/$member"; then fail "$shown is larger than $megabytes MB when it is unpacked"; fi
    elif [ -x "$unpacked" ]; then
      program=$unpacked
      return
    elif [ -z "$1$other" ]; then
      other=$temporary/other
      mv "$unpacked" "$other"
    fi
  done <"$temporary/candidates"
  program=$other
}

kind=
# What is asked for may be the archive itself.
case $name in
  *.tar.gz) path= ;;
esac
case $path in
  *.tar.gz | *.tgz) unpack gzip ;;
  *.tar.xz) unpack xz ;;
  *.tar.bz2 | *.tbz2) unpack bzip2 ;;
  *.zip) unzipper ;;
esac
program=$download
if [ -n "$kind" ]; then
  members >"$temporary/members" || : >"$temporary/members"
  [ -s "$temporary/members" ] || fail "$shown cannot be unpacked"
  # busybox lists such a path without what leads out, and says so.
  ! grep -qi 'removing leading' "$temporary/warnings" || fail "$shown holds paths that lead out of it"
  awk '/^\// || /(^|\/)\.\.(\/|$)/ { exit 1 }' "$temporary/members" || fail "$shown holds paths that lead out of it"
  take ''
  # Many releases name the program after its platform: tool-linux-amd64.
  [ -n "$program" ] || take yes
  [ -n "$program" ] || fail "$shown holds no file of that name"
fi

of_program=$sha256
[ "$sha256" = - ] || [ -z "$kind" ] || of_program=$(sha256_of "$program")
chmod 755 "$program"
# A folder would take the program into itself.
[ ! -d "$binaries/$name" ] || rm -rf "$binaries/${name:?}"
# One rename: another hook sees the whole program or none.
mv -f "$program" "$binaries/$name"
if [ "$sha256" != - ]; then
  printf '%s %s %s\n' "$sha256" "$of_program" "$(identity "$binaries/$name")" >"$temporary/record"
  # Without it the program is read again by each hook.
  mv -f "$temporary/record" "$record" 2>/dev/null || :
fi
