# Completion of spaceforge in fish. In ~/.config/fish/config.fish: spaceforge completion fish | source
function __spaceforge_suggestions
    set -l line (commandline --current-process --cut-at-cursor)
    set -l found (spaceforge '[suggest]' "$line" 2>/dev/null)
    if test "$found[-1]" = ':files'
        set -e found[-1]
        set -l token (commandline --current-token --cut-at-cursor)
        set -l option (string match --regex -- '^-[^=]*=' "$token")
        set -a found "$option"(__fish_complete_path (string replace -- "$option" '' "$token"))
    end
    printf '%s\n' $found
end
complete --command spaceforge --no-files --arguments '(__spaceforge_suggestions)'
