using System.CommandLine;
using System.Text.RegularExpressions;
using Spaceforge.Cli.Commands;

namespace Spaceforge.Tests.Completions;

/// <summary>What shells offer: every command, every option, the values of options, and files.</summary>
public sealed partial class CompletionTests
{
    static readonly string[] Paths =
        ["FILE", "FILE.html", "FOLDER", "DIR", "ROOT", "MANIFEST", "PATH", "PLUGIN", "PLUGIN_FILE", "OLD", "NEW", "FOLDER|FILE",
            "PLUGIN_FILE|MANIFEST", "PLUGIN|MANIFEST|FILE.rego"];

    // Of these, only the author knows the values.
    static readonly string[] Texts =
        ["A,B", "ALIAS", "ID", "ID=FILE", "ID=VALUE", "ID=VARIABLE", "K=V", "NAME", "NUMBER", "PATH=VALUE", "PATTERN", "PERCENT",
            "PHASE=COMMAND", "POLICY", "REGEX", "SIZE", "SLUG", "SPACE", "TEMPLATE", "TEXT", "TIME", "URL", "VERSION", "LABEL"];

    static readonly Command Root = SpaceforgeCommand.Create();

    /// <summary>Command lines up to the cursor, and what is offered for each.</summary>
    static readonly Dictionary<string, string[]> Lines = AllLines()
        .Concat(["spaceforge gen", "spaceforge generate pl", "spaceforge generate --output=pl"])
        .ToDictionary(line => line, line => Suggestions.Of(Root, line).ToArray(), StringComparer.Ordinal);

    [Fact]
    public void Every_command_is_offered() => ForAll((line, command) => Assert.Superset(
        command.Subcommands.Where(below => !below.Hidden).Select(below => below.Name).ToHashSet(), Lines[$"{line} "].ToHashSet()));

    [Fact]
    public void Every_option_is_offered_and_no_hidden_one() => ForAll((line, command) => Assert.Equal(
        OptionsOf(command).SelectMany(option => option.Aliases.Append(option.Name))
            .Where(name => name.StartsWith("--", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        Lines[$"{line} --"].Order(StringComparer.Ordinal)));

    [Fact]
    public void Values_of_options_and_files_are_offered() => ForAll((line, command) =>
    {
        foreach (var option in OptionsOf(command).Where(TakesValue))
        {
            var offered = string.Join(' ', Lines[$"{line} {option.Name} "]);
            // The types of policies, which are many.
            if (option.HelpName == "TYPE")
            {
                Assert.Contains("PLAN", offered, StringComparison.Ordinal);
                continue;
            }

            Assert.True(option.HelpName is not null, $"{line} {option.Name} has no name for its value.");
            var expected = Values(option.HelpName!);
            Assert.Equal((line, option.Name, expected), (line, option.Name, offered));
            Assert.Equal(expected.Split(' ').Select(value => value is ":files" or "" ? value : $"{option.Name}={value}"),
                string.Join(' ', Lines[$"{line} {option.Name}="]).Split(' '));
        }
    });

    [Fact]
    public void Files_are_offered_for_arguments() => ForAll((line, command) =>
    {
        if (command.Arguments.FirstOrDefault() is not { } argument) return;

        var name = argument.HelpName ?? argument.Name;
        Assert.True(
            Paths.Contains(name) || Texts.Contains(name) || name is "COMMAND" or "HOOK" or "SHELL", $"{line}: {name} is not known.");
        Assert.Equal((line, Paths.Contains(name)), (line, Lines[$"{line} "][^1] == Suggestions.Files));
    });

    [Theory]
    [InlineData("spaceforge help policy ", "check eval input test --help -h")]
    [InlineData("spaceforge help pol", "policy")]
    [InlineData("spaceforge run after_p", "after_perform after_plan")]
    [InlineData("spaceforge run after_plan ", null)]
    [InlineData("spaceforge diff OLD ", ":files")]
    [InlineData("spaceforge diff OLD NEW ", null)]
    [InlineData("./spaceforge gen", "generate")]
    [InlineData("spaceforge", "")]
    public void Places_differ(string line, string? expected)
    {
        var offered = string.Join(' ', Suggestions.Of(Root, line));
        if (expected is null) Assert.DoesNotContain(Suggestions.Files, offered, StringComparison.Ordinal);
        else if (expected.StartsWith(':')) Assert.EndsWith(expected, offered, StringComparison.Ordinal);
        else if (expected.Length > 0) Assert.Equal(expected, offered);
    }

    [Theory]
    [InlineData("bash", """
        . ./completion
        while IFS= read -r line; do
          COMP_LINE=$line COMP_POINT=${#line}
          read -ra COMP_WORDS <<<"${line//=/ = }"
          [[ $line != *' ' ]] || COMP_WORDS+=('')
          COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
          _spaceforge
          printf '%s\n' ">$line" "${COMPREPLY[@]}"
        done <lines
        """)]
    [InlineData("zsh", """
        # What only the line editor has.
        compdef() { : }
        compset() { [[ $PREFIX != -*=* ]] || PREFIX=${PREFIX#*=} }
        compadd() { shift; local word; for word; do [[ $word != "$PREFIX"* ]] || print -r -- $word; done }
        _files() { print -rl -- $PREFIX*(N) }
        . ./completion
        while IFS= read -r line; do
          print -r -- ">$line"
          words=("${(@s: :)line}") CURRENT=$#words PREFIX=$words[-1]
          _spaceforge
        done <lines
        """)]
    [InlineData("fish", """
        source completion
        for line in (cat lines)
            echo ">$line"
            complete --do-complete "$line"
        end
        """)]
    [InlineData("pwsh", """
        Get-Content -Raw completion | Invoke-Expression
        foreach ($line in Get-Content lines) {
          ">$line"
          (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches | ForEach-Object { $_.CompletionText }
        }
        """)]
    public async Task A_shell_offers_all_of_them(string shell, string script)
    {
        using var folder = new TemporaryFolder();
        folder.Write("completion", await File.ReadAllTextAsync(
            Repository.PathOf("src", "Spaceforge.Cli", "Completions", $"completion.{shell}"), TestContext.Current.CancellationToken));
        folder.Write("driver.ps1", script);
        folder.Write("plugin.cs", "");
        folder.Write("lines", string.Concat(Lines.Keys.Select(line => $"{line}\n")));
        // The tool's answers, without its start.
        foreach (var (line, offered) in Lines) folder.Write($"answers/{line}", string.Concat(offered.Select(label => $"{label}\n")));
        folder.WriteScript("programs/spaceforge", $"answer='{folder.PathOf("answers")}'/$2; [ ! -f \"$answer\" ] || exec cat \"$answer\"");
        var program = shell == "pwsh" ? Repository.PathOf("artifacts", "pwsh", "pwsh") : shell;
        if (shell == "pwsh" && !File.Exists(program)) Needs.Missing("PowerShell is not in artifacts/pwsh; './build tools' installs it.");
        string[] options = shell switch { "bash" => ["--norc"], "zsh" => ["-f"], "fish" => ["--no-config"], _ => ["-NoProfile", "-File"] };
        var outcome = (await new CommandLine(program, [.. options, "driver.ps1"])
        {
            Folder = folder.Path,
            Variables = new Dictionary<string, string?>
            {
                ["PATH"] = $"{folder.PathOf("programs")}:{Environment.GetEnvironmentVariable("PATH")}",
                ["HOME"] = folder.Path,
                ["XDG_CONFIG_HOME"] = null,
            },
        }.RunAsync()).ShouldExit(0);

        var shown = Offered(outcome.Output);
        foreach (var (line, expected) in Lines)
        {
            var actual = shown[line];
            // Where nothing is offered, PowerShell offers files.
            if (shell == "pwsh" && expected.Length == 0) continue;

            // What follows an equals sign is a word of its own in bash.
            var assigned = AssignedOption().Match(line) is { Success: true } option ? option.Value : "";
            Assert.Superset(expected.Where(label => label != Suggestions.Files)
                .Select(label => shell == "bash" ? label[assigned.Length..] : label).ToHashSet(), actual);
            var isFile = expected.Contains(Suggestions.Files);
            var hasFile = actual.Any(label => label.EndsWith("plugin.cs", StringComparison.Ordinal));
            Assert.True(isFile == hasFile, $"{line}: {string.Join(' ', actual)}");
        }
    }

    /// <summary>What a shell printed after each line.</summary>
    static Dictionary<string, HashSet<string>> Offered(string output)
    {
        var offered = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        HashSet<string> last = [];
        foreach (var line in output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            if (line is ['>', .. var start]) offered[start] = last = [];
            else last.Add(line.Split('\t')[0].TrimEnd(' '));
        }

        return offered;
    }

    static void ForAll(Action<string, Command> check) => ForAll(Root, "spaceforge", check);

    static void ForAll(Command command, string line, Action<string, Command> check)
    {
        check(line, command);
        foreach (var below in command.Subcommands.Where(below => !below.Hidden)) ForAll(below, $"{line} {below.Name}", check);
    }

    static List<string> AllLines()
    {
        var lines = new List<string>();
        ForAll((line, command) =>
        {
            lines.AddRange([$"{line} ", $"{line} --"]);
            lines.AddRange(OptionsOf(command).Where(TakesValue)
                .SelectMany(option => (string[])[$"{line} {option.Name} ", $"{line} {option.Name}="]));
        });
        return lines;
    }

    // Help is everywhere.
    static IEnumerable<Option> OptionsOf(Command command) => command.Options.Where(option => !option.Hidden)
        .Concat(command.Name == "spaceforge" ? [] : Root.Options.Where(option => option.Recursive));

    static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    /// <summary>What is offered for a value, by its name in help texts.</summary>
    static string Values(string name) => Paths.Contains(name) ? Suggestions.Files
        : Texts.Contains(name) ? ""
        : string.Join(' ', name.Split('|', ',').Order(StringComparer.Ordinal));

    [GeneratedRegex("--[a-z0-9-]+=")]
    private static partial Regex AssignedOption();
}
