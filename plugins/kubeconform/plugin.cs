#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package Spaceforge.Scanning@1.0.0
using Spaceforge;
using Spaceforge.Scanning;

return await SpaceforgePlugin.RunAsync<KubeconformPlugin>(args);

sealed class KubeconformPlugin : ScannerPlugin
{
    // Follows kubeconform 0.8.0: arguments, exit codes, JSON. Findings have their place in the resource since 0.6.2.
    const string Sums = """
        9bc2bffbf71f261128533edaf912153948b7ff238f9a531ae6d34466ec287883  kubeconform-linux-amd64.tar.gz
        1f53fc8e81258197a35e8603054162a5af1de8c5af13746c71ab680d9534ed87  kubeconform-linux-arm64.tar.gz
        """;

    // They are in the same folders, but are not resources.
    static readonly string[] Ignored = [@"\.custom\.spacelift\.json$", @"(^|/)spacelift\.(plan|state\.before)\.json$", @"(^|/)kustomization\.ya?ml$"];

    public override string Name => "kubeconform";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["kubernetes", "validation"];
    public override string Description => """
        Validates Kubernetes manifests against the schemas of their kinds with kubeconform, before each plan.

        Works on what helm-template renders, and on any other YAML. Findings are passed to the plugin's plan policy.
        """;

    [Parameter("Threshold", Id = "kubeconform_threshold", Description = "The lowest severity that counts against the run. High: invalid or unreadable. Medium: without a schema")]
    public Severity Threshold { get; init; } = Severity.Medium;

    [Parameter("Fail mode", Id = "kubeconform_fail_mode", Description = "Policy: the plan policy denies the run. Fail: the hook fails. Warn: the run continues")]
    public FailMode FailMode { get; init; } = FailMode.Policy;

    [Parameter("Files", Id = "kubeconform_files", Description = "Files and folders relative to the project root")]
    public IReadOnlyList<string> Files { get; init; } = ["helm-template.yaml"];

    [Parameter("Kubernetes version", Id = "kubeconform_kubernetes_version", Description = "The version of the schemas, such as 1.33.0. If empty, the newest ones")]
    public string KubernetesVersion { get; init; } = "";

    [Parameter("Schema locations", Id = "kubeconform_schema_locations", Description = "Where schemas are looked up, in this order: addresses, folders, or default for kubeconform's own. If empty, default")]
    public IReadOnlyList<string> SchemaLocations { get; init; } = [];

    [Parameter("Skip", Id = "kubeconform_skip", Description = "Kinds that are not validated, such as Order or example.com/v1/Order")]
    public IReadOnlyList<string> Skip { get; init; } = [];

    [Parameter("Strict", Id = "kubeconform_strict", Description = "Whether properties that are not in the schema, and duplicate keys, are errors")]
    public bool Strict { get; init; } = true;

    [Parameter("Ignore missing schemas", Id = "kubeconform_ignore_missing_schemas", Description = "Whether resources without a schema are skipped. The report shows how many")]
    public bool IgnoreMissingSchemas { get; init; }

    [Parameter("Additional arguments", Id = "kubeconform_additional_args", Description = "More arguments for kubeconform, such as -reject Secret")]
    public string AdditionalArguments { get; init; } = "";

    public override IReadOnlyList<Binary> Binaries =>
        [Binary.GitHub("yannh/kubeconform", "v0.8.0", "kubeconform-linux-{arch}.tar.gz", Sums) with { AtLeast = "0.6.2", VersionCommand = "-v" }];

    // After init, before which helm-template renders.
    protected override async Task BeforePlanAsync(CancellationToken cancellationToken)
    {
        foreach (var file in Files) Require(file);

        var arguments = new CommandArguments("-output", "json", "-summary")
            .Option("-kubernetes-version", KubernetesVersion)
            .Options("-schema-location", SchemaLocations)
            .Option("-skip", string.Join(',', Skip))
            .Flag("-strict", Strict)
            .Flag("-ignore-missing-schemas", IgnoreMissingSchemas)
            .Options("-ignore-filename-pattern", Ignored)
            .Text(AdditionalArguments)
            .With(Files);
        var report = await RunScannerAsync(new("kubeconform", arguments) { ExitCodes = [0, 1] });

        var resources = report.Requiring("summary").Requiring("resources").List("resources");
        var findings = resources.SelectMany(Findings).ToList();
        var summary = report.Member("summary");
        var problems = summary.Number("invalid") + summary.Number("errors");
        if (findings.Count == 0 && (report.ExitCode != 0 || problems > 0))
            throw new PluginFailedException($"kubeconform exited with {report.ExitCode} and counted {problems} problems, but reported none.");

        await ReportAsync(findings, Threshold, FailMode, [.. Warnings(summary.Number("valid") + problems, summary.Number("skipped"))]);
    }

    void Require(string file)
    {
        if (file.StartsWith('-') || !Path.Exists(ProjectPath(file)))
            throw new PluginFailedException($"There is no {file} in the project root. Set 'Files', or see whether the plugin that writes it ran.");
    }

    static IEnumerable<string> Warnings(int validated, int skipped)
    {
        if (validated == 0) yield return "kubeconform validated nothing: the files have no resource with a schema.";
        if (skipped > 0) yield return $"Skipped resources: {skipped}.";
    }

    static IEnumerable<ScanFinding> Findings(ScannerJson resource)
    {
        var (kind, name, message) = (resource.Text("kind") ?? "", resource.Text("name") ?? "", resource.Text("msg") ?? "");
        return resource.Text("status") switch
        {
            "statusValid" or "statusSkipped" or "statusEmpty" => [],
            "statusInvalid" when resource.List("validationErrors") is { Count: > 0 } errors =>
                errors.Select(error => Finding(Severity.High, "invalid", $"{error.Text("path")}: {(IsSecret() ? "not valid" : error.Text("msg"))}")),
            "statusInvalid" => [Finding(Severity.High, "invalid", IsSecret() ? "It is not valid." : message)],
            "statusError" when message.StartsWith("could not find schema", StringComparison.Ordinal) =>
                [Finding(Severity.Medium, "missing-schema", $"There is no schema for {resource.Text("version")} {kind}.")],
            "statusError" => [Finding(Severity.High, "error", message)],
            // A state of a later version: to be safe, it counts.
            var status => [Finding(Severity.Unknown, "unknown", $"{status}: {message}")],
        };

        ScanFinding Finding(Severity severity, string rule, string text) => new(severity, rule, text)
        {
            File = resource.Text("filename"),
            Resource = name.Length > 0 ? $"{kind}/{name}" : kind,
        };

        // Messages may quote what is not valid.
        bool IsSecret() => kind == "Secret";
    }
}
