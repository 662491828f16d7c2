# Completion of spaceforge in zsh. In ~/.zshrc: eval "$(spaceforge completion zsh)"
_spaceforge() {
  local -a found
  local files
  # The command up to the cursor.
  found=(${(f)"$(spaceforge '[suggest]' "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)"})
  if [[ $found[-1] == :files ]]; then
    found[-1]=()
    files=1
  fi
  compadd -- $found
  if [[ -n $files ]]; then
    compset -P '-*='
    _files
  fi
}
compdef _spaceforge spaceforge
