using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging;
using Spaceforge.Commands;
using Spaceforge.Launching;
using Spaceforge.Logging;
using Spaceforge.Secrets;
using Spaceforge.Tests.Shared.Properties;

namespace Spaceforge.Tests.Commands;

/// <summary>Any list of arguments reaches the program unchanged.</summary>
public sealed class ArgumentProperties
{
    static readonly UTF8Encoding Utf8 = new(false);

    static readonly Gen<string[]> Arguments = AnyText.WithoutNul.Array[0, 8];

    public static TheoryData<string> Shells => ["dash", "busybox sh", "bash"];

    [Fact]
    public void Any_arguments_of_a_command_reach_it_unchanged()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("arguments");
        // The kernel has them as the program was given them.
        var script = folder.WriteScript("tool", $"cat /proc/$$/cmdline >'{file}'");
        var runner = new CommandRunner(
            new PluginLogger(TextWriter.Null, "local", "p", LogLevel.Debug, colors: false),
            new EnvironmentVariables(), new SecretMasker(), folder.Path, TestContext.Current.CancellationToken);

        Arguments.Hold(
            40,
            arguments =>
            {
                Task.Run(() => runner.RunAsync(new CliOptions(), script, arguments)).GetAwaiter().GetResult();
                var given = File.ReadAllBytes(file);
                // Before them are the script's interpreter and the script.
                Assert.Equal(["/bin/sh", script, .. arguments], Utf8.GetString(given).Split('\0')[..^1]);
            },
            AnyText.Shown,
            shrinks: 200);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Any_quoted_words_are_what_a_shell_reads(string shell)
    {
        using var folder = new TemporaryFolder();
        var program = shell.Split(' ');
        Needs.Program(program[0]);
        Arguments.HoldAtOnce(
            1_000,
            lists =>
            {
                // One script with a command for each list; a character that no list contains ends each.
                var script = new StringBuilder("p() { [ $# = 0 ] || printf '%s\\0' \"$@\"; printf '\\001\\0'; }\n");
                foreach (var list in lists) script.Append("p ").AppendJoin(' ', list.Select(ShellWord.Quote)).Append('\n');
                folder.Write("script", script.ToString());
                folder.Write("run", $"{shell} '{folder.PathOf("script")}' >'{folder.PathOf("out")}'");
                var outcome = Task.Run(() => new CommandLine("sh", folder.PathOf("run")).RunAsync()).GetAwaiter().GetResult();
                var given = Utf8.GetString(File.ReadAllBytes(folder.PathOf("out"))).Split("\u0001\0");
                return
                [
                    .. lists.Select((list, i) =>
                    {
                        var expected = string.Concat(list.Select(word => $"{word}\0"));
                        return i < given.Length - 1 && given[i] == expected ? null
                            : $"{outcome.Error}\nread: {AnyText.Shown(i < given.Length ? given[i] : "")}";
                    }),
                ];
            },
            AnyText.Shown);
    }

    [Fact]
    public void Any_quoted_words_can_be_read_again() => Arguments.Hold(
        10_000, words => Assert.Equal(words, ShellWord.Split(string.Join(' ', words.Select(ShellWord.Quote)))), AnyText.Shown);
}
