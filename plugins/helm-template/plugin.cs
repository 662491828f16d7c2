#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<HelmTemplatePlugin>(args);

sealed class HelmTemplatePlugin : SpaceforgePlugin
{
    // Follows Helm 3.22.0: arguments, exit codes, output. OCI registries are supported since 3.8.
    const string Release = "https://get.helm.sh/helm-v3.22.0-linux";
    const string Source = "# Source: ";
    const string RepositoryName = "stack";
    const int MostRows = 100;
    const int ShownErrors = 20;
    const int LongestLine = 500;
    const int LargestKustomization = 1_000_000;
    const int LongestName = 53;
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    static readonly string[] Kustomizations = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
    static readonly Regex NamePattern = new(@"\A[a-z0-9]([a-z0-9.-]*[a-z0-9])?\z");
    static readonly Regex OutputPattern = new(@"\A[A-Za-z0-9_][A-Za-z0-9._/-]*\.ya?ml\z");

    public override string Name => "helm-template";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["kubernetes", "helm"];
    public override string Description => """
        Renders a Helm chart into a manifest that a Kubernetes stack applies.

        The chart is a folder of the repository, or comes from an OCI registry or a chart repository.
        """;

    [Parameter("Chart", Id = "helm_template_chart", Description = "A folder or an archive relative to the project root, an address such as oci://example.com/charts/shop, or the name of a chart in 'Repository'")]
    public required string Chart { get; init; }

    [Parameter("Repository", Id = "helm_template_repository", Description = "The URL of a chart repository, for a chart that is given by its name")]
    public string Repository { get; init; } = "";

    [Parameter("Chart version", Id = "helm_template_chart_version", Description = "The version of a chart from a registry or a repository. If empty, the newest one")]
    public string ChartVersion { get; init; } = "";

    [Parameter("User name", Id = "helm_template_username", Description = "For the registry or the repository")]
    public string UserName { get; init; } = "";

    [Parameter("Password", Id = "helm_template_password", Description = "For the registry or the repository", Sensitive = true)]
    public string Password { get; init; } = "";

    [Parameter("Values files", Id = "helm_template_values", Description = "Files relative to the project root; later ones take precedence")]
    public IReadOnlyList<string> ValuesFiles { get; init; } = [];

    [Parameter("Set values", Id = "helm_template_set", Description = "Values such as image.tag=1.4.2, which take precedence over files. They show up in the process list: no secrets")]
    public IReadOnlyList<string> SetValues { get; init; } = [];

    [Parameter("Release name", Id = "helm_template_release_name", Description = "If empty, the name of the chart")]
    public string ReleaseName { get; init; } = "";

    [Parameter("Namespace", Id = "helm_template_namespace", Description = "The namespace of the release, as templates see it")]
    public string Namespace { get; init; } = "";

    [Parameter("Kubernetes version", Id = "helm_template_kube_version", Description = "The version that templates see, such as 1.33.0. If empty, Helm's own default")]
    public string KubernetesVersion { get; init; } = "";

    [Parameter("CRDs", Id = "helm_template_crds", Description = "Whether to include the custom resource definitions of the chart")]
    public bool IncludeCrds { get; init; } = true;

    [Parameter("Hooks", Id = "helm_template_hooks", Description = "Whether to include resources that are Helm hooks, which are then applied like others. Tests are never included")]
    public bool IncludeHooks { get; init; } = true;

    [Parameter("Output", Id = "helm_template_output", Description = "The manifest to write, relative to the project root")]
    public string Output { get; init; } = "helm-template.yaml";

    [Parameter("Kustomization", Id = "helm_template_kustomization", Description = "Whether to write a kustomization.yaml with the manifest if the project root has none")]
    public bool WriteKustomization { get; init; } = true;

    [Parameter("Additional arguments", Id = "helm_template_additional_args", Description = "More arguments for helm template, such as --api-versions monitoring.coreos.com/v1")]
    public string AdditionalArguments { get; init; } = "";

    public override IReadOnlyList<Binary> Binaries =>
    [
        new("helm")
        {
            Amd64 = new($"{Release}-amd64.tar.gz", "1e4ab49e429626cf6c6958d914248b78c9730803c2751b87627e171dc800e7bb"),
            Arm64 = new($"{Release}-arm64.tar.gz", "f14e804dfee240f55525b667488fe9adca349e63e00c9af634c0beb1421ac310"),
            AtLeast = "3.8",
            VersionCommand = "version --short",
        },
    ];

    bool IsOci => Chart.StartsWith("oci://", StringComparison.Ordinal);

    bool IsLocal => Repository.Length == 0 && !Chart.Contains("://", StringComparison.Ordinal);

    string Folder => Path.TrimEndingDirectorySeparator(Chart);

    // Tasks may skip init, and destroying a stack may not run it.
    protected override Task BeforeInitAsync(CancellationToken cancellationToken) => OncePerWorkspaceAsync("render", RenderAsync, cancellationToken);

    protected override Task BeforePerformAsync(CancellationToken cancellationToken) => OncePerWorkspaceAsync("render", RenderAsync, cancellationToken);

    protected override Task BeforeDestroyAsync(CancellationToken cancellationToken) => OncePerWorkspaceAsync("render", RenderAsync, cancellationToken);

    async Task RenderAsync(CancellationToken cancellationToken)
    {
        var release = CheckParameters();
        // Only the current user can access this folder.
        var own = Directory.CreateTempSubdirectory("helm-");
        IReadOnlyList<string> manifest;
        try
        {
            var variables = await SignInAsync(own.FullName, cancellationToken);
            if (HasLockedDependencies()) _ = await HelmAsync(new("dependency", "build", Folder), variables, cancellationToken);
            manifest = await HelmAsync(Arguments(release), variables, cancellationToken);
        }
        finally
        {
            own.Delete(recursive: true);
        }

        var resources = Resources(manifest).ToList();
        if (resources.Count == 0) throw new PluginFailedException($"The chart {Chart} rendered no resource.");

        Write(string.Join('\n', manifest) + "\n");
        Logger.LogInformation("Rendered {Count} resources of {Chart} into {File}.", resources.Count, Chart, Output);
        await SendMarkdownAsync(Report(release, resources), cancellationToken);
    }

    /// <summary>Checks what Helm would misread or read from elsewhere, and returns the name of the release.</summary>
    string CheckParameters()
    {
        if (Chart.Length == 0 || Chart.StartsWith('-')) throw new PluginFailedException("The parameter 'Chart' is not a folder, an address or a name.");
        if (!OutputPattern.IsMatch(Output)) throw new PluginFailedException($"'{Output}' is not a name for a manifest: use letters, digits, '_', '-', '.' and '/', with .yaml at the end.");
        if (SetValues.FirstOrDefault(value => value.IndexOf('=', StringComparison.Ordinal) <= 0) is { } wrong) throw new PluginFailedException($"'{wrong}' in 'Set values' is not NAME=VALUE.");
        if (UserName.Length == 0 != (Password.Length == 0)) throw new PluginFailedException("'User name' and 'Password' must be set together.");
        if (UserName.Length > 0 && !IsOci && Repository.Length == 0) throw new PluginFailedException("'User name' and 'Password' are only for a chart from an OCI registry or a repository.");
        if (Repository.Length > 0 && !IsSafe(Repository)) throw new PluginFailedException("The value of 'Repository' is not a URL that starts with https://.");
        if (Chart.StartsWith("http:", StringComparison.Ordinal) && !IsSafe(Chart)) throw new PluginFailedException("The value of 'Chart' is not a URL that starts with https://.");
        foreach (var file in ValuesFiles) Require(file);
        if (IsLocal) Require(Folder.EndsWith(".tgz", StringComparison.Ordinal) ? Folder : Path.Combine(Folder, "Chart.yaml"));
        else if (ChartVersion.Length == 0) Logger.LogWarning("There is no chart version: Helm takes the newest one, which may change between plan and apply of another run.");

        var release = ReleaseName.Length > 0 ? ReleaseName : Path.GetFileName(Path.GetFullPath(Folder, ProjectFolder)).ToLowerInvariant();
        return release.Length <= LongestName && NamePattern.IsMatch(release) ? release : throw new PluginFailedException(
            $"'{release}' is not a release name: use up to {LongestName} lower case letters, digits, '-' and '.'. Set 'Release name'.");
    }

    static bool IsSafe(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback));

    /// <summary>Fails if a file does not exist, or is not in the repository: a chart may be shared by stacks with several project roots.</summary>
    void Require(string file) => _ = ReadRepositoryFile(Path.GetRelativePath(RepositoryFolder, Path.GetFullPath(file, ProjectFolder)));

    bool HasLockedDependencies() => IsLocal && File.Exists(Path.Combine(ProjectFolder, Folder, "Chart.lock"));

    bool HasDependencies() => IsLocal && !HasLockedDependencies() && Directory.Exists(Path.Combine(ProjectFolder, Folder));

    CommandArguments Arguments(string release) =>
        new CommandArguments("template", release, Repository.Length > 0 && UserName.Length > 0 ? $"{RepositoryName}/{Chart}" : IsLocal ? Folder : Chart)
            .Option("--repo", UserName.Length > 0 ? null : Repository)
            .Option("--version", IsLocal ? null : ChartVersion)
            .Option("--namespace", Namespace)
            .Option("--kube-version", KubernetesVersion)
            .Options("--values", ValuesFiles)
            .Options("--set", SetValues)
            .Flag("--include-crds", IncludeCrds)
            .Flag("--skip-tests", IncludeHooks)
            .Flag("--no-hooks", !IncludeHooks)
            .Flag("--dependency-update", HasDependencies())
            .Text(AdditionalArguments);

    /// <summary>Gives Helm the credentials in files and on its standard input: arguments show up in the process list.</summary>
    /// <returns>The variables with the places of these files.</returns>
    async Task<Dictionary<string, string?>> SignInAsync(string folder, CancellationToken cancellationToken)
    {
        if (UserName.Length == 0) return [];

        var variables = new Dictionary<string, string?>
        {
            ["HELM_REGISTRY_CONFIG"] = Path.Combine(folder, "registry.json"),
            ["HELM_REPOSITORY_CONFIG"] = Path.Combine(folder, "repositories.yaml"),
            ["HELM_REPOSITORY_CACHE"] = Path.Combine(folder, "cache"),
        };
        if (IsOci)
        {
            await HelmAsync(new("registry", "login", new Uri(Chart).Authority, "--username", UserName, "--password-stdin"), variables, cancellationToken, Password);
            return variables;
        }

        // JSON is YAML, without questions of quoting.
        var repository = new JsonObject { ["name"] = RepositoryName, ["url"] = Repository, ["username"] = UserName, ["password"] = Password };
        var file = new JsonObject { ["apiVersion"] = "", ["repositories"] = new JsonArray(repository) };
        await File.WriteAllTextAsync(variables["HELM_REPOSITORY_CONFIG"]!, file.ToJsonString(), cancellationToken);
        _ = await HelmAsync(new("repo", "update", RepositoryName), variables, cancellationToken);
        return variables;
    }

    /// <summary>Runs Helm; its output may contain secrets, and is not logged.</summary>
    async Task<IReadOnlyList<string>> HelmAsync(CommandArguments arguments, Dictionary<string, string?> variables, CancellationToken cancellationToken, string input = "")
    {
        var options = new CliOptions { PrintOutput = false, Environment = variables, StandardInput = input, TimeLimit = Limit, CancellationToken = cancellationToken };
        var (exitCode, output, error) = await RunCliAsync(options, "helm", arguments);
        var lines = error.Where(line => line.Length > 0).Select(line => ShortText.Of(line, LongestLine)).ToList();
        if (exitCode != 0) throw new PluginFailedException($"'helm {arguments[0]}' exited with {exitCode}:\n{string.Join('\n', lines.TakeLast(ShownErrors))}");

        foreach (var line in lines.Where(line => line.StartsWith("WARNING", StringComparison.OrdinalIgnoreCase)).Take(ShownErrors)) Logger.LogWarning("{Line}", line);
        return output;
    }

    // Helm writes the template before each resource. Only the keys of a resource itself are at the start of a line.
    static IEnumerable<(string Template, string Kind)> Resources(IReadOnlyList<string> manifest)
    {
        var template = "";
        foreach (var line in manifest)
        {
            if (line.StartsWith(Source, StringComparison.Ordinal)) template = line[Source.Length..].Trim();
            else if (line.StartsWith("kind:", StringComparison.Ordinal)) yield return (template, line[5..].Trim().Trim('"', '\''));
        }
    }

    void Write(string manifest)
    {
        var path = ProjectPath(Output);
        if (RunInfo.IsLocal)
        {
            Logger.LogInformation("This is a local run: {File} is not written.", Output);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // WriteFile keeps the mode of a file: a manifest may contain secrets.
        WriteFile(Output, []);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerOnly);
        WriteFile(Output, Encoding.UTF8.GetBytes(manifest));
        Kustomize();
    }

    // A Kubernetes stack runs 'kubectl apply -k', which reads only what a kustomization names.
    void Kustomize()
    {
        if (Kustomizations.FirstOrDefault(file => Path.Exists(Path.Combine(ProjectFolder, file))) is { } existing)
        {
            if (!Encoding.UTF8.GetString(ReadFile(existing, LargestKustomization)).Contains(Output, StringComparison.Ordinal))
                Logger.LogWarning("{File} does not name {Output}: add it to its resources, or it is not applied.", existing, Output);
        }
        else if (WriteKustomization)
        {
            WriteFile(Kustomizations[0], Encoding.UTF8.GetBytes($"apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - {Output}\n"));
        }
    }

    string Report(string release, List<(string Template, string Kind)> resources)
    {
        var rows = resources.GroupBy(resource => resource).OrderBy(group => group.Key.Template, StringComparer.Ordinal).ThenBy(group => group.Key.Kind, StringComparer.Ordinal)
            .Select(group => (MarkdownText[])[MarkdownText.Code(ShortText.Of(group.Key.Template, 200)), MarkdownText.Code(ShortText.Of(group.Key.Kind, 100)), $"{group.Count()}"]).ToList();
        var report = new MarkdownBuilder().Heading(1, "Helm chart")
            .Paragraph(MarkdownText.Code(Chart) + (ChartVersion.Length > 0 && !IsLocal ? $" {ChartVersion}" : "") + " as " + MarkdownText.Code(release) + $": {resources.Count} resources in " + MarkdownText.Code(Output))
            .Table(["Template", "Kind", "Resources"], rows.Take(MostRows));
        return (rows.Count > MostRows ? report.Paragraph($"… and {rows.Count - MostRows} more.") : report).ToString();
    }
}
