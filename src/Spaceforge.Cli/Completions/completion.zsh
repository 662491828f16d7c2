# Completion of spaceforge in zsh. In ~/.zshrc: eval "$(spaceforge completion zsh)"
_spaceforge() {
  local -a words_found
  words_found=("${(@f)$(spaceforge "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
  compadd -- $words_found
  _files
}
compdef _spaceforge spaceforge
