#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package Spaceforge.Scanning@1.0.0
using Spaceforge;
using Spaceforge.Scanning;

return await SpaceforgePlugin.RunAsync<TFLintPlugin>(args);

sealed class TFLintPlugin : ScannerPlugin
{
    // Follows TFLint 0.64.0: arguments, exit codes, JSON.
    const string Release = "https://github.com/terraform-linters/tflint/releases/download/v0.64.0/tflint_linux";

    public TFLintPlugin() => Threshold = Severity.Medium;

    public override string Name => "tflint";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["qa", "terraform", "opentofu"];
    public override string Description => """
        Lints Terraform and OpenTofu with TFLint, before each plan.

        Issues are shown on the run's page with file and line, and passed to the plugin's plan policy.
        """;

    [Parameter("Repository settings", Id = "tflint_repository_settings", Description = "Whether to accept the repository's .tflint.hcl, which can disable rules and fetch plugins that run on the worker. If off, TFLint's own rules apply")]
    public bool RepositorySettings { get; init; }

    [Parameter("Configuration file", Id = "tflint_config_file", Description = "For example .tflint.hcl, relative to the project root. A file in the repository needs 'Repository settings'; leave it empty to let TFLint find one")]
    public string ConfigurationFile { get; init; } = "";

    [Parameter("Recursive", Id = "tflint_recursive", Description = "Whether folders below the project root are linted too")]
    public bool Recursive { get; init; } = true;

    public override IReadOnlyList<Binary> Binaries =>
    [
        new("tflint")
        {
            Amd64 = new($"{Release}_amd64.zip", "cca9d13e2e1d7a2c627af60ff899a3c9b74212899416aeb96ec764d2ef954537"),
            Arm64 = new($"{Release}_arm64.zip", "560da89aacf59389d4eb029730dd5b109b7288096c32f2726a0d9e783a5ea8eb"),
        },
    ];

    protected override string Title => "TFLint";

    // After init, which downloads the modules that some rules inspect.
    protected override async Task BeforePlanAsync(CancellationToken cancellationToken)
    {
        var own = Directory.CreateTempSubdirectory("tflint-");
        try
        {
            await LintAsync(Configuration(own.FullName));
        }
        finally
        {
            own.Delete(recursive: true);
        }
    }

    /// <summary>The configuration to use, or null to let TFLint find one.</summary>
    string? Configuration(string ownFolder)
    {
        // TFLint resolves the path in each folder, so it must be absolute.
        var given = ConfigurationFile.Length > 0 ? Path.GetFullPath(ConfigurationFile, ProjectFolder) : null;
        if (RepositorySettings) return given;

        if (given is not null)
        {
            return !IsInRepository(given) ? given : throw new PluginFailedException(
                $"The configuration file '{ConfigurationFile}' is in the repository, so it could disable rules and fetch plugins. "
                + "Mount one outside of the repository, or trust the repository's settings: tflint_repository_settings = true.");
        }

        // Without a file of ours, TFLint would use the repository's.
        var empty = Path.Combine(ownFolder, "tflint.hcl");
        File.WriteAllText(empty, "");
        return empty;
    }

    bool IsInRepository(string path)
    {
        var root = RunInfo.WorkspaceRoot is { } workspace ? Path.Combine(workspace, "source") : ProjectFolder;
        return new[] { root, ProjectFolder }.Any(folder => path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + "/", StringComparison.Ordinal));
    }

    async Task LintAsync(string? configuration)
    {
        string[] options = [.. Recursive ? ["--recursive"] : (string[])[], .. configuration is null ? [] : (string[])[$"--config={configuration}"]];
        var (exitCode, _, _) = await RunCliAsync("tflint", ["--init", .. options]);
        if (exitCode != 0) throw new PluginFailedException($"'tflint --init' exited with {exitCode}: its rules cannot be installed.");

        // On an error, it prints the same JSON and exits with 1; the error in the JSON is more useful than the exit code.
        var report = await RunScannerAsync(new("tflint", ["--format=json", .. options, .. MoreArguments]) { ExitCodes = [0, 1, 2] });
        var all = report.Requiring("issues").List("errors");
        var errors = all.Where(error => error.Text("severity") is not "warning").Select(Problem).ToList();
        if (report.ExitCode == 1 && all.Count == 0) throw new PluginFailedException("TFLint exited with 1, which means an error, but reported none.");

        if (errors.Count > 0) throw new PluginFailedException($"TFLint could not lint: {string.Join("; ", errors.Take(5))}{(errors.Count > 5 ? $"; and {errors.Count - 5} more" : "")}");

        await ReportAsync(report.List("issues").Select(Finding));
    }

    static string Problem(ScannerJson error)
    {
        var range = error.Member("range");
        var place = range.Text("filename") is { } file ? $"{file}:{range.Member("start").Number("line")}: " : "";
        return $"{place}{string.Join(": ", ((string?[])[error.Text("summary"), error.Text("message")]).Where(text => !string.IsNullOrEmpty(text)))}";
    }

    static ScanFinding Finding(ScannerJson issue)
    {
        var (rule, range) = (issue.Member("rule"), issue.Member("range"));
        return new ScanFinding(SeverityName.Parse(rule.Text("severity")), rule.Text("name") ?? "", issue.Text("message") ?? "")
        {
            File = range.Text("filename"),
            Line = range.Member("start").Number("line"),
            EndLine = range.Member("end").Number("line"),
            Link = rule.Text("link"),
        };
    }
}
