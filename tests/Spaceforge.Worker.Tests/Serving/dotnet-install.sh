#!/usr/bin/env bash
# A fake of Microsoft's dotnet-install.sh, with its options, download and unpacking.
set -euo pipefail

channel=LTS
version=Latest
install_dir=
feed=
while [ $# -ne 0 ]; do
  case $1 in
    --channel) shift && channel=$1 ;;
    --version) shift && version=$1 ;;
    --install-dir) shift && install_dir=$1 ;;
    --azure-feed | --uncached-feed) shift && feed=$1 ;;
    --no-path) ;;
    *) echo "dotnet_install: Error: Unknown argument \`$1\`" >&2 && exit 1 ;;
  esac
  shift
done

fetch() {
  if hash curl 2>/dev/null; then curl -sSLf -o "$2" "$1"; else wget -q -O "$2" "$1"; fi
}

archive=$(mktemp "${TMPDIR:-/tmp}/dotnet.XXXXXXXXX")
if [[ $version == Latest ]]; then
  fetch "$feed/Sdk/$channel/latest.version" "$archive"
  version=$(cat "$archive")
fi
echo "dotnet-install: Downloading $feed/Sdk/$version/dotnet-sdk-$version-linux.tar.gz"
fetch "$feed/Sdk/$version/dotnet-sdk-$version-linux.tar.gz" "$archive" || {
  echo "dotnet_install: Error: Could not download \`.NET SDK\` with version = $version" >&2
  exit 1
}
mkdir -p "$install_dir"
tar -xzf "$archive" -C "$install_dir"
rm -f "$archive"
