# Completion of spaceforge in fish. In ~/.config/fish/config.fish: spaceforge completion fish | source
complete --command spaceforge --arguments '(spaceforge "[suggest:"(commandline --cursor)"]" (commandline) 2>/dev/null)'
