using System.Text.RegularExpressions;
using Spaceforge.Python;

namespace Spaceforge.Cli.Scaffolding.Recovery;

/// <summary>The packages of a Python plugin's <c>requirements.txt</c>, and which of them bring commands that the plugin calls.</summary>
sealed partial class PythonPackages
{
    const string FileName = "requirements.txt";

    // Packages that are used through their commands, also where the code does not show it; each with its commands.
    static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["ansible"] = ["ansible", "ansible-playbook"],
        ["ansible-core"] = ["ansible", "ansible-playbook"],
        ["ansible-lint"] = ["ansible-lint"],
        ["aws-sam-cli"] = ["sam"],
        ["awscli"] = ["aws"],
        ["azure-cli"] = ["az"],
        ["bandit"] = ["bandit"],
        ["cfn-lint"] = ["cfn-lint"],
        ["checkov"] = ["checkov"],
        ["detect-secrets"] = ["detect-secrets"],
        ["pre-commit"] = ["pre-commit"],
        ["prowler"] = ["prowler"],
        ["semgrep"] = ["semgrep"],
        ["sqlfluff"] = ["sqlfluff"],
        ["terraform-compliance"] = ["terraform-compliance"],
        ["yamllint"] = ["yamllint"],
    };

    readonly List<string> _pinned = [];
    readonly List<string> _unpinned = [];
    readonly List<string> _libraries = [];
    readonly List<string> _inShell = [];
    int _others;

    /// <summary>Requirements with one version whose commands the plugin calls.</summary>
    public IReadOnlyList<string> Pinned => _pinned;

    /// <summary>The names of packages whose commands the plugin calls, and that have no version.</summary>
    public IReadOnlyList<string> Unpinned => _unpinned;

    /// <param name="code">The plugin's files, by path.</param>
    /// <param name="contexts">Its contexts, whose shell commands may call the packages' commands.</param>
    /// <returns>Null if there is no <c>requirements.txt</c>.</returns>
    public static PythonPackages? Of(IReadOnlyList<KeyValuePair<string, string>> code, IReadOnlyList<Context> contexts)
    {
        var files = code.Where(file => file.Key == FileName || file.Key.EndsWith($"/{FileName}", StringComparison.Ordinal)).ToArray();
        if (files.Length == 0) return null;

        var packages = new PythonPackages();
        var called = Called(code.Except(files).Select(file => file.Value));
        var shell = contexts.SelectMany(context => context.Hooks.ByPhase.Values).SelectMany(commands => commands)
            .SelectMany(command => Words().Split(command)).ToHashSet(StringComparer.Ordinal);
        foreach (var line in files.SelectMany(file => PythonRequirement.Lines(file.Value)).Distinct()) packages.Add(line, called, shell);
        return packages;
    }

    /// <summary>What became of them, as sentences.</summary>
    public IEnumerable<string> Sentences()
    {
        if (_pinned.Count > 0)
        {
            yield return $"{FileName}: {Names(_pinned.Select(line => PythonRequirement.NameOf(line)!))} became PythonTools. "
                + "Hooks install them with 'await Tools.InstallAsync(Services, cancellationToken);'.";
        }

        if (_unpinned.Count > 0) yield return $"{FileName}: {Names(_unpinned)} would become PythonTools, but have no version; see the TODO in plugin.cs.";
        if (_inShell.Count > 0)
            yield return $"{FileName}: shell commands of the contexts call {Names(_inShell)}, but only hook methods find commands of PythonTools.";
        if (_libraries.Count > 0) yield return $"{FileName}: {Names(_libraries)} did not become anything: in C#, use .NET or a #:package instead.";
        if (_others > 0) yield return $"{FileName}: {_others} lines with options, files or URLs did not become anything.";
    }

    void Add(string line, HashSet<string> called, HashSet<string> shell)
    {
        if (PythonRequirement.NameOf(Version().Replace(line, "")) is not { } name)
        {
            _others++;
            return;
        }

        var commands = Known.GetValueOrDefault(name, [name]);
        var isInShell = commands.Any(shell.Contains);
        if (isInShell) _inShell.Add(name);
        if (!Known.ContainsKey(name) && !isInShell && !commands.Any(called.Contains)) _libraries.Add(name);
        else if (PythonRequirement.Mistake(line) is null) _pinned.Add(line);
        else _unpinned.Add(name);
    }

    static string Names(IEnumerable<string> names) => string.Join(", ", names);

    /// <summary>The programs that Python code starts, by the functions that usually do.</summary>
    static HashSet<string> Called(IEnumerable<string> texts) => texts
        .SelectMany(text => Call().Matches(text))
        .SelectMany(match => Words().Split(match.Groups["command"].Value))
        .Select(word => word[(word.LastIndexOf('/') + 1)..])
        .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(
        """(?:run_cli|Popen|subprocess\.\w+|os\.system|which)\s*\(\s*\*?\s*\[?\s*[rf]?(?<quote>["'])(?<command>[^"'\n]*)\k<quote>""",
        RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Call();

    [GeneratedRegex(@"[\s;&|()]+")]
    private static partial Regex Words();

    // Hashes and versions are no part of a name.
    [GeneratedRegex(" +--hash=.*")]
    private static partial Regex Version();
}
