namespace Spaceforge.Simulation.Tests.Attacks;

/// <summary>Hooks that want to be the simulation: its marks, its scripts, what it hands on.</summary>
public sealed class SessionAttackTests : Attacked
{
    // A nonce has 24 digits, whatever they are.
    const string Guess = "0123456789abcdef01234567";

    [Theory]
    [MemberData(nameof(Users))]
    [Attack("plugin", "looks for the markers' nonce in command lines, environments, open files and folders of all processes",
        "it finds none")]
    public async Task The_nonce_cannot_be_found(string user)
    {
        var result = await AttackAsync(user, 0, """
            for p in /proc/[0-9]*; do
              for f in cmdline environ maps fd/0 fd/8 fd/9 fd/10 fd/11; do
                [ -p "$p/$f" ] || timeout 2 head -c 1000000 "$p/$f" 2>/dev/null | tr '\0' '\n'
              done
            done | grep -E '(^|[^0-9a-f])[0-9a-f]{24}([^0-9a-f]|$)'
            find /mnt "$TMPDIR" -type f 2>/dev/null
            set | grep -E '(^|[^0-9a-f])[0-9a-f]{24}([^0-9a-f]|$)'
            echo 'attack done'
            """);
        Assert.Equal([Done], result.Log);
    }

    [Fact]
    [Attack("plugin", "reads from its own output, where the session's markers were, and continues in the next phase",
        "the session's result is on another pipe; no failure is hidden")]
    public async Task The_end_of_a_session_cannot_be_read()
    {
        Simulated.Write(new PluginManifest("one").Context(
            "one",
            ("before_init", "setsid sh -c 'timeout 20 cat /proc/self/fd/2 >/mnt/workspace/stolen' <&- & until [ -e /mnt/workspace/stolen ]; do sleep 0.02; done"),
            ("before_plan", "sleep 0.3; grep -aE ' (end|ready|left|outside|listed|group)' /mnt/workspace/stolen; exit 3")));
        var result = await RunAsync("root", 1);
        Assert.DoesNotContain(result.Log, line => line.Contains("end", StringComparison.Ordinal));
        // Where it stole a mark of a step, that is its fault as well.
        Assert.Equal("FAILED", result.FinalState);
    }

    [Theory]
    [InlineData("end 0")]
    [InlineData("start")]
    [InlineData("start 99")]
    [InlineData("end x")]
    [Attack("plugin", "prints a forged marker: success, the start of another step, a wrong number",
        "the run ends with a verdict that blames it, without a stack trace")]
    public async Task A_forged_mark_ends_the_run(string mark)
    {
        var result = await AttackAsync(1, $"printf '\\036{Guess} {mark}\\n'; sleep 60; exit 3");
        Assert.Contains("it printed a mark that tells the simulation what goes on", result.Reasons, StringComparison.Ordinal);
        Assert.Equal(["init killed"], result.Phases);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Attack("plugin", "repeats its own step's marker, which it saw with set -x", "the run ends with a verdict that blames it")]
    public async Task A_mark_counts_once(string way)
    {
        Simulated.Write(new PluginManifest("one")
            .Context("one", ("before_init", "exec 2>seen; set -x"),
                ("before_init", "set +x; n=$(grep -o '[0-9a-f]\\{24\\}' seen | tail -1); printf \"\\\\036$n start\\n\"; sleep 60")));
        var result = await RunAsync("root", 1, Options(way));
        Assert.Contains("it printed a mark", result.Reasons, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec 7>&-")]
    [InlineData("exec 7>/dev/null")]
    [InlineData("command() { :; }")]
    [InlineData("printf() { :; }; command() { echo no; }; export() { :; }; trap() { :; }")]
    [InlineData("exec 8>&-")]
    [InlineData("exec 8<&0 7<&0")]
    [Attack("plugin", "removes the descriptors and commands with which the session reports its progress",
        "a later failure is still a failure")]
    public async Task A_hook_without_marks_hides_no_failure(string hook)
    {
        Simulated.Write(new PluginManifest("one").Context("one", ("before_init", hook), ("before_init", "exit 3")));
        Assert.Equal("init failed", (await RunAsync("root", 1)).Phases[0]);
    }

    [Theory]
    [MemberData(nameof(Users))]
    [Attack("plugin", "kills every process that it can, the session's shell among them", "the run ends soon, with a verdict")]
    public async Task A_hook_that_kills_everything_ends_the_run(string user)
    {
        var result = await AttackAsync(user, 1, "sh -c 'kill -9 -1'; sleep 60");
        Assert.Equal(["init killed"], result.Phases);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Attack("plugin", "passes on shell commands disguised as exported variables", "they are read as text, and never run")]
    public async Task What_is_exported_is_not_run(string way)
    {
        Simulated.Write(new PluginManifest("one")
            .Context("one", ("before_init", $"trap '' EXIT; printf 'export A=\"$(echo x >{Victim})\"\\nexport B=`id`\\n' >&8"),
                ("before_plan", "echo \"$A,$B\"")));
        var result = await RunAsync("root", 0, Options(way));
        Assert.Equal([$"$(echo x >{Victim}),`id`"], result.Log);
    }

    [Theory]
    [InlineData("touch /tmp/x; rm -rf / 2>/dev/null")]
    [InlineData("export A")]
    [InlineData("export A='not closed")]
    [InlineData("export A=\"not closed\\\\")]
    [InlineData("export A=$'\\\\")]
    [InlineData("export A-B=c")]
    [Attack("plugin", "passes on output that no shell produces", "the run continues without it, or fails with a reason")]
    public async Task Exports_that_no_shell_prints_fail(string text)
    {
        Simulated.Write(new PluginManifest("one").Context(
            "one", ("before_init", $"trap '' EXIT; printf '%s' '{text.Replace("'", "'\\''", StringComparison.Ordinal)}' >&8; echo")));
        var exitCode = text == "export A" ? 0 : 1;
        var result = await RunAsync("root", exitCode);
        if (exitCode == 1) Assert.Contains("what it exports cannot be read", result.Reasons, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Attack("plugin", "exports endlessly", "4 MB are read, and the run fails")]
    public async Task Exports_have_a_limit(string way)
    {
        var result = await AttackAsync(1, "trap '' EXIT; head -c 20000000 /dev/zero | tr '\\0' x >&8", Options(way));
        Assert.Contains("what it exports cannot be read", result.Reasons, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("plugin", "exports values with line breaks, quotes, control characters and invalid UTF-8",
        "the next phase has the same bytes")]
    public async Task Exports_keep_their_bytes()
    {
        Simulated.Write(new PluginManifest("one").Context(
            "one",
            ("before_init", "A=$(printf 'a\\nb'); B=\"it's \\\"\\$x\\\\\"; C=$(printf '\\001\\033\\377'); export A B C D; unset D"),
            ("before_plan", "printf '%s' \"$A|$B|$C\" | od -An -tx1 | tr -d ' \\n'; echo")));
        var result = await RunAsync("root", 0);
        Assert.Equal([Convert.ToHexStringLower([.. "a\nb|it's \"$x\\|"u8, 1, 0x1B, 0xFF])], result.Log);
    }

    [Fact]
    [Attack(
        "plugin",
        "replaces the folders of the next script and of the exports with links (rewritten paths)",
        "nothing is written through them; the run fails")]
    public async Task Links_in_place_of_the_session_folders_are_not_followed()
    {
        var result = await AttackAsync(
            1, $"cd /mnt/workspace/.. && rm -rf scripts exports session && ln -s '{Outside}' scripts; ln -s '{Outside}' exports; ln -s '{Outside}' session; echo '{Done}'", "--no-isolation");
        Assert.Equal([Done], result.Log);
        Assert.Contains("link", result.Reasons, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("plugin", "writes into the folder of the run past /mnt/workspace: scripts, exports, the tool's own shell script",
        "it is not there")]
    public async Task The_folder_of_the_run_is_out_of_reach()
    {
        var result = await AttackAsync(
            0, "d=$(dirname \"$(tr '\\0' '\\n' </proc/1/cmdline | sed -n 2p)\"); ls -A \"$d\"; echo x 2>/dev/null >\"$d/enter.sh\" || echo refused; echo x 2>/dev/null >/mnt/session/x || echo refused");
        Assert.Equal(["refused", "refused"], result.Log);
    }

    [Fact]
    [Attack(
        "plugin", "has a hook that no shell can parse and that exceeds the length of an argument", "the phase fails with its location")]
    public async Task A_long_hook_that_cannot_be_read_is_named()
    {
        var result = await AttackAsync(1, $"if true; then\n{new string('\n', 300_000)}");
        Assert.Contains("The shell cannot read the commands of the phase: before_init of one", result.Reasons, StringComparison.Ordinal);
    }
}
