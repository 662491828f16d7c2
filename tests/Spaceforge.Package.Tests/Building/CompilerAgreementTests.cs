using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Spaceforge.Package.Tests.Building;

/// <summary>
/// Compares the native compiler with the SDK's: the same arguments give the same diagnostics and identical programs.
/// </summary>
public sealed partial class CompilerAgreementTests(NewUser user) : IAsyncLifetime
{
    const int Refused = 3;

    readonly Author _author = new(user);
    JsonNode _call = null!;
    string[] _said = [];

    string Output => Option("/out:");

    public async ValueTask InitializeAsync()
    {
        _author.Write("plugin.cs", PluginText.With());
        await _author.MakeAsync(Author.Full);
        await ReadLastCallAsync();
    }

    public ValueTask DisposeAsync()
    {
        _author.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task They_agree_on_generated_sources()
    {
        var sources = int.TryParse(
            Environment.GetEnvironmentVariable("SPACEFORGE_TEST_SOURCES"), CultureInfo.InvariantCulture, out var number) ? number : 80;
        var ends = new List<int>();
        for (var seed = 0; seed < sources; seed++) ends.Add(await CompareAsync(GeneratedSource.Make(seed), $"seed {seed}"));

        // Not all of it fails or is left to the SDK.
        Assert.InRange(ends.Count(end => end == 0), sources / 10, sources * 9 / 10);
        Assert.InRange(ends.Count(end => end == Refused), 1, sources / 5);
    }

    [Fact]
    public async Task They_agree_on_samples_examples_and_the_catalog()
    {
        string[] folders = [Repository.PathOf("samples"), Repository.PathOf("plugins"), Repository.PathOf(
            "tests", "Spaceforge.Tests", "Docs"), Repository.PathOf("tests", "Spaceforge.Package.Tests", "Plugins")];
        var sources = folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/tests/", StringComparison.Ordinal)
                || path.StartsWith(folders[2], StringComparison.Ordinal) || path.StartsWith(folders[3], StringComparison.Ordinal))
            .ToArray();
        Assert.InRange(sources.Length, 5, 200);
        foreach (var path in sources) await CompareAsync(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), path);
    }

    [Fact]
    public async Task They_agree_on_what_analyzers_say()
    {
        _author.Write(".editorconfig",
            "root = true\n[*.cs]\ndotnet_diagnostic.SF0714.severity = warning\n"
                + "dotnet_diagnostic.SF1009.severity = warning\ndotnet_diagnostic.SF1010.severity = warning\n");
        (await _author.RunAsync("generate")).ShouldExit(0);
        (await _author.RunAsync("generate", "--check")).ShouldExit(0);
        await ReadLastCallAsync();

        var mistakes = await File.ReadAllTextAsync(
            Repository.PathOf("tests", "Spaceforge.Package.Tests", "Plugins", "mistakes.cs"), TestContext.Current.CancellationToken);
        Assert.Equal(1, await CompareAsync(mistakes, "mistakes"));
        Assert.True(_said.Length >= AnalyzerTests.Codes().Count(), string.Join('\n', _said));
        Assert.Equal(0, await CompareAsync(PluginText.With(), "no mistakes"));
        // The program for workers, beside the local one.
        Assert.Equal(0, await CompareAsync(
            PluginText.With(), "for workers", "/optimize+", "/debug-", "/define:RELEASE", $"/pathmap:{_author.PathOf(".")}=/plugin"));

        // The tool uses it to check edits.
        _author.Write("plugin.cs", PluginText.With(declarations: "public override string Author => \"\";"));
        (await _author.RunAsync("generate")).ShouldExit(0);
        Assert.Contains(
            Author.Native, (await _author.RunAsync("generate", "--check", "--timings")).ShouldExit(0).Error, StringComparison.Ordinal);
    }

    /// <summary>How the last full build called the compiler.</summary>
    async Task ReadLastCallAsync()
    {
        _call = JsonNode.Parse(await File.ReadAllTextAsync(
            _author.Entries.MaxBy(entry => entry.LastWriteTimeUtc)!.FullName, TestContext.Current.CancellationToken))!["Compiler"]!;
    }

    /// <returns>The native compiler's exit code.</returns>
    /// <param name="source">The plugin.</param>
    /// <param name="name">What to call it when they differ.</param>
    /// <param name="more">More arguments for what is compared: a second program next to the one of the last full build.</param>
    async Task<int> CompareAsync(string source, string name, params string[] more)
    {
        _author.Write("plugin.cs", source);
        var arguments = Arguments()
            .Where(argument => argument != "/noconfig" && !argument.StartsWith("/preferreduilang:", StringComparison.Ordinal))
            .Select(argument => argument.Contains(' ', StringComparison.Ordinal) ? $"\"{argument}\"" : argument).ToArray();
        var firstFile = _author.Folder.Write("arguments.rsp", string.Join('\n', arguments));
        var responseFile = _author.Folder.Write("more.rsp", string.Join('\n', [.. arguments, .. more]));
        var output = _author.Folder.PathOf("native.dll");
        File.Delete(output);
        File.Delete(Output);

        var native = await new CommandLine(
            user.Compiler, _call["Version"]!.GetValue<string>(), firstFile, _author.Folder.PathOf("first.dll"), responseFile, output)
        { Folder = _author.PathOf(".") }.RunAsync();
        if (native.ExitCode == Refused) return Refused;

        var sdk = await new CommandLine("dotnet", "exec", _call["Path"]!.GetValue<string>(),
            "/shared", "/noconfig", $"@{responseFile}")
        { Folder = _author.PathOf("."), Variables = user.Variables }.RunAsync();

        _said = Diagnostics(native);
        Assert.True((native.ExitCode == 0) == (sdk.ExitCode == 0)
            && _said.SequenceEqual(Diagnostics(sdk)), $"{name}:\n{source}\nnative: {native}\nSDK: {sdk}");
        Assert.Equal(File.Exists(Output), File.Exists(output));
        if (native.ExitCode != 0) return native.ExitCode;

        foreach (var extension in more.Contains("/debug-") ? (string[])[".dll"] : [".dll", ".pdb"])
        {
            var made = await Task.WhenAll(
                ReadAsync(Path.ChangeExtension(Output, extension)), ReadAsync(Path.ChangeExtension(output, extension)));
            Assert.True(made[0].AsSpan().SequenceEqual(made[1]), $"{name}: {extension} differs\n{source}");
        }

        return 0;
    }

    static Task<byte[]> ReadAsync(string path) => File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

    static string[] Diagnostics(Outcome outcome) =>
        [.. outcome.Output.Split('\n').Where(line => Diagnostic().IsMatch(line)).Distinct().Order(StringComparer.Ordinal)];

    IEnumerable<string> Arguments() => _call["Arguments"]!.AsArray().Select(argument => argument!.GetValue<string>());

    string Option(string start) => Arguments().Single(argument => argument.StartsWith(start, StringComparison.Ordinal))[start.Length..];

    [GeneratedRegex(@": (?:error|warning) [A-Z]+\d+: ")]
    private static partial Regex Diagnostic();
}
