namespace Spaceforge.Cli.Tests.Manifests;

/// <summary>Manifests of strangers, whatever reads them: an end in time, a short message, and nothing written elsewhere.</summary>
[Trait("Only", "ci")]
public sealed class HostileManifestTests(HostileManifestTests.OneFolder one) : IClassFixture<HostileManifestTests.OneFolder>, IDisposable
{
    const string Folder = "/mnt/workspace/plugins/scanner/";
    const string Start = $"  hooks:\n    after_plan:\n    - sh {Folder}launch.sh after_plan source plugin.cs\n";

    readonly Tool _tool = new();

    public static TheoryData<string, string> Broken => new()
    {
        { "an alias bomb", "SF1102" },
        { "an alias of itself", "SF1102" },
        { "merged aliases", "SF1102" },
        { "100,000 lists in each other", "SF1102" },
        { "50,000 maps in each other", "SF1102" },
        { "blocks in blocks", "SF1102" },
        { "60,000 contexts", "SF1102" },
        { "300,000 commands", "SF1102" },
        { "a control character", "SF1101" },
        { "no UTF-8", "SF1101" },
        { "100,000 documents", "SF1101" },
        { "40,000 contexts without a description", "more are not shown." },
        { "14,000 parameters of one id", "more are not shown." },
        { "60,000 unknown keys", "more are not shown." },
        { "a duplicate key", "SF1103" },
    };

    public void Dispose() => _tool.Dispose();

    [Theory]
    [MemberData(nameof(Broken))]
    [Attack("author",
        "a manifest that is an alias bomb, endlessly nested, of hundreds of thousands of parts, or breaks a rule as often, no text, or no YAML",
        "validate, simulate, new --from, push and policy check refuse it in few lines, within seconds; policy check does not call it one without policies")]
    public async Task A_manifest_that_exhausts_readers_is_refused(string kind, string message)
    {
        await File.WriteAllBytesAsync(_tool.Folder.PathOf("m.yaml"), Text(kind), TestContext.Current.CancellationToken);
        // All of them read it with the same code, so each kind is given to two of them.
        string[] others = ["simulate m.yaml", "new --from m.yaml mine", "push m.yaml --dry-run", "policy check m.yaml"];
        // What can be read has no policies, and a run passes over keys that Spacelift ignores.
        if (message is not ("SF1101" or "SF1102")) others = others[..3];
        if (kind == "60,000 unknown keys") others = others[1..];
        var other = others[Broken.Select(row => row.Data.Item1).ToList().IndexOf(kind) % others.Length];
        foreach (var arguments in (string[])["validate m.yaml", other])
        {
            var outcome = await RunAsync(arguments);
            Assert.True(outcome.ExitCode is 1 or 2, $"{arguments}: exit code {outcome.ExitCode}\n{outcome.Error}");
            Assert.Contains(message, outcome.Output + outcome.Error, StringComparison.Ordinal);
        }

        Assert.False(Path.Exists(_tool.Folder.PathOf("mine")));
    }

    [Theory]
    [InlineData("a/../../b.cs", 2)]
    [InlineData("../../../../../etc/x", 2)]
    [InlineData("..\\\\..\\\\b.cs", 2)]
    [InlineData("c:b.cs", 2)]
    [InlineData(".git/config", 2)]
    [InlineData("x/.GIT/hooks/post-checkout", 2)]
    [InlineData("a\\nb.cs", 2)]
    [InlineData("a\\e[2J.cs", 2)]
    [InlineData("plugin.cs/inner.cs", 2)]
    [InlineData("LONG", 2)]
    [InlineData("DEEP", 2)]
    [InlineData(".github/workflows/x.yml", 0)]
    [Attack("author",
        "file names in a manifest with '..', drives, backslashes, control characters, of a Git repository, endless, or below a file",
        "new --from writes into its own folder or not at all")]
    public async Task Names_of_files_lead_nowhere(string name, int exitCode)
    {
        name = name.Replace("LONG", new string('a', 5_000), StringComparison.Ordinal)
            .Replace("DEEP", string.Concat(Enumerable.Repeat("d/", 3_000)) + "x", StringComparison.Ordinal);
        _tool.Folder.Write("outside/victim", "as it was\n");
        _tool.Folder.Write("work/m.yaml", Manifest(
            $"contexts:\n- name_prefix: main\n  description: d\n  mounted_files:\n{Mounted("launch.sh")}{Mounted("plugin.cs")}{Mounted(name)}{Start}"));
        var outcome = await RunAsync("new --from m.yaml mine", "work");
        outcome.ShouldExit(exitCode);
        Assert.Equal(exitCode == 0 ? ["m.yaml", "mine"] : ["m.yaml"], Directory.GetFileSystemEntries(_tool.Folder.PathOf("work"))
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["outside", "work"], Directory.GetFileSystemEntries(_tool.Folder.Path).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));
        Assert.Empty(
            exitCode == 0 ? Directory.GetFileSystemEntries(_tool.Folder.PathOf("work/mine"), ".git", SearchOption.AllDirectories) : []);
    }

    [Theory]
    [InlineData("name", "$(touch here)`touch here`'\\\"; touch here #")]
    [InlineData("name", "${{ github.token }}\\n- run: touch here")]
    [InlineData("name", "a\\e]0;title\\a\\u202e\\r\\n::error::x")]
    [InlineData("version", "1.0.0$(touch here)")]
    [InlineData("version", "../../1.0.0")]
    [InlineData("version", "1.0.0\\n\\nrun: touch here")]
    [InlineData("description", "*/ Environment.Exit(0); /* \\\"\\\"\\\"\\\"\\\" {0} {{ }} ${{ secrets.KEY }} $(touch here)\\n-->\\n```\\n#:package Evil@1.0.0\\n#!/bin/sh")]
    [InlineData("author", "\\\"); System.IO.File.WriteAllText(\\\"here\\\", \\\"\\\"); (\\\"")]
    [Attack("author", "a manifest's name, version, description and author with text for shells, C#, YAML, Markdown, GitHub's workflows and terminals",
        "what new --from writes holds it as text: the workflow and the commands do not contain it, and the plugin makes the same manifest")]
    public async Task Text_of_a_manifest_stays_text(string key, string value)
    {
        one.Clear();
        one.Folder.Write("m.yaml", Manifest("").Replace($"\n{key}: ", $"\n{key}: \"{value}\" #", StringComparison.Ordinal));
        foreach (var arguments in (string[])["validate m.yaml", "simulate m.yaml", "push m.yaml --dry-run"])
        {
            var outcome = await RunInOneAsync(arguments);
            Assert.InRange(outcome.ExitCode, 0, 2);
            Assert.DoesNotContain("\n::error::", outcome.Output + outcome.Error, StringComparison.Ordinal);
        }

        var made = await RunInOneAsync("new --from m.yaml mine");
        Assert.Empty(Directory.GetFileSystemEntries(one.Folder.Path, "here", SearchOption.AllDirectories));
        if (made.ExitCode == 2) return;

        made.ShouldExit(0);
        (await RunInOneAsync("new plain")).ShouldExit(0);
        Assert.Equal(await ReadAsync("plain/.github/workflows/plugin.yml"), await ReadAsync("mine/.github/workflows/plugin.yml"));
        (await RunInOneAsync("generate", "mine")).ShouldExit(0);
        Assert.Empty(Directory.GetFileSystemEntries(one.Folder.Path, "here", SearchOption.AllDirectories));
        var text = (await RunInOneAsync("push m.yaml --dry-run --json")).ShouldExit(0).Output;
        var same = (await RunInOneAsync("push mine/plugin.yaml --dry-run --json")).ShouldExit(0).Output;
        foreach (var field in (string[])["name", "description"])
        {
            Assert.Equal(Field(text), Field(same));

            string? Field(string json) =>
                (string?)System.Text.Json.Nodes.JsonNode.Parse(json)!["requests"]![0]!["variables"]!["input"]![field];
        }
    }

    static string Manifest(string rest) => $"\nname: scanner\nversion: 1.0.0\ndescription: d\nauthor: Me\n{rest}";

    static string Mounted(string name) => $"  - path: \"{Folder}{name}\"\n    content: x\n    sensitive: false\n";

    static byte[] Text(string kind)
    {
        if (kind == "no UTF-8") return [.. "name: caf"u8, 0xe9, .. "\n"u8];

        return System.Text.Encoding.UTF8.GetBytes(kind switch
        {
            "an alias bomb" => Manifest(Aliases(i => $"[{Joined(i, 9)}]") + "labels: *x11\n"),
            "an alias of itself" => Manifest("labels: &a [*a]\n"),
            "merged aliases" => Manifest(Aliases(i => $"\n  <<: [{(i == 0 ? "" : Joined(i, 9))}]")),
            "100,000 lists in each other" => Manifest($"labels: {new string('[', 100_000)}{new string(']', 100_000)}\n"),
            "50,000 maps in each other" => Manifest($"contexts: {Many(50_000, _ => "{a: ")}1{new string('}', 50_000)}\n"),
            "blocks in blocks" => Many(2_500, i => $"{new string(' ', i)}a:\n"),
            "60,000 contexts" => Manifest("contexts:\n" + Many(60_000, i => $"- {{name_prefix: c{i}, description: d}}\n")),
            "300,000 commands" => Manifest(
                "contexts:\n- name_prefix: main\n  description: d\n  hooks:\n    after_plan:\n" + Many(300_000, i => $"    - echo {i}\n")),
            "60,000 unknown keys" => Manifest(Many(60_000, i => $"key{i}: &k{i} x\n")),
            "a control character" => "name: a\0b\n",
            "100,000 documents" => Manifest("") + Many(100_000, _ => "---\n"),
            "40,000 contexts without a description" => Manifest("contexts:\n" + Many(40_000, i => $"- {{name_prefix: c{i}}}\n")),
            "14,000 parameters of one id" => Manifest(
                "parameters:\n" + Many(14_000, _ => "- {id: p, name: P, description: d, type: string, required: true}\n")),
            "a duplicate key" => Manifest("name: again\n"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        });

        static string Aliases(Func<int, string> value) => Many(12, i => $"x{i}: &x{i} {(i == 0 ? "[a]" : value(i))}\n");
        static string Joined(int i, int times) => string.Join(',', Enumerable.Repeat($"*x{i - 1}", times));
        static string Many(int times, Func<int, string> part) => string.Concat(Enumerable.Range(0, times).Select(part));
    }

    Task<string> ReadAsync(string path) => File.ReadAllTextAsync(one.Folder.PathOf(path), TestContext.Current.CancellationToken);

    Task<Outcome> RunInOneAsync(string arguments, string folder = "") => RunInAsync(one.Folder.PathOf(folder), arguments);

    Task<Outcome> RunAsync(string arguments, string folder = "") => RunInAsync(_tool.Folder.PathOf(folder), arguments);

    async Task<Outcome> RunInAsync(string folder, string arguments)
    {
        // What takes too long is ended with another exit code.
        var outcome = await new CommandLine("timeout", ["-k", "5", "120", Repository.PathOf("spaceforge"), .. arguments.Split(' ')])
        {
            Folder = folder,
            Variables = _tool.Variables,
        }.RunAsync();
        var all = outcome.Output + outcome.Error;
        Assert.True(all.Length < 100_000, $"{arguments}: {all.Length} characters");
        Assert.DoesNotContain("   at ", all, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', all);
        Assert.DoesNotContain('\u202e', all);
        return outcome;
    }

    /// <summary>A folder that tests use one after the other: a plugin that comes back with other text is only compiled.</summary>
    public sealed class OneFolder : IDisposable
    {
        internal TemporaryFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();

        public void Clear()
        {
            Directory.Delete(Folder.Path, recursive: true);
            Directory.CreateDirectory(Folder.Path);
        }
    }
}
