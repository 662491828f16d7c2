using Spaceforge.Cli.Manifests;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Policies;

/// <summary>
/// Which files are compiled together. Those of other packages all are, as <c>opa test</c> does. Policies of Spacelift have one package
/// and know nothing of each other: each stands alone with its own tests.
/// </summary>
/// <param name="version">The syntax where the user gave one.</param>
/// <param name="kind">The type of Spacelift's policies where the user gave one.</param>
sealed class PolicyGroups(RegoVersion? version, PolicyKind? kind = null)
{
    const string Package = PolicyPrelude.Package;

    const string TestEnding = "_test";
    const string TestPackage = "spacelift_test";

    // Below the folder of a manifest: where tests of its policies are.
    static readonly string[] TestFolders = ["", "policies", "tests"];

    readonly List<RegoError> _errors = [];

    public IReadOnlyList<RegoError> Errors => _errors;

    /// <exception cref="PolicyLoadException">Data cannot be read.</exception>
    public IReadOnlyList<PolicyGroup> Of(IReadOnlyList<LoadedFile> files)
    {
        var sources = files.Where(file => file.Extension == ".rego").Select(Parse).ToArray();
        var policies = sources.Where(source => source.IsSpacelift && !source.IsTest).ToList();
        var tests = sources.Where(source => source.IsSpacelift && source.IsTest).ToArray();
        var others = sources.Where(source => !source.IsSpacelift).ToArray();
        policies.AddRange(OfManifests(files, tests, policies));
        var names = policies.Select(source => source.Key).ToHashSet(StringComparer.Ordinal);
        var descriptions = files.Where(file => file.Extension is ".yml" or ".yaml" && names.Contains(Path.ChangeExtension(file.Path, null)))
            .ToDictionary(file => file.Path, StringComparer.Ordinal);
        var data = PolicyData.Merge(files.Where(
            file => file.Extension != ".rego" && !file.IsManifest && !descriptions.ContainsKey(file.Path)));

        var groups = new List<PolicyGroup>();
        if (others.Length > 0) groups.Add(Group(others, data));
        // A folder in which a test has no policy of its name is one whose files belong together.
        var joint = tests.Where(test => !names.Contains(test.Key)).Select(test => test.File.Folder).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in joint.Order(StringComparer.Ordinal))
        {
            Source[] together = [.. policies.Concat(tests).Where(source => source.File.Folder == folder)];
            groups.Add(Group(together, data) with { Kind = kind });
        }

        foreach (var policy in policies.Where(policy => !joint.Contains(policy.File.Folder)))
        {
            var description = descriptions.GetValueOrDefault($"{policy.Key}.yml") ?? descriptions.GetValueOrDefault($"{policy.Key}.yaml");
            var known = kind ?? policy.Kind ?? SourcePolicy.Of(policy.File, description, null, policy.Module.Version).Text.Kind;
            groups.Add(Group([policy, .. tests.Where(test => test.Key == policy.Key)], data) with
            {
                Kind = known ?? SourcePolicy.GuessKind(policy.Module),
                IsGuess = known is null,
            });
        }

        return groups;
    }

    static PolicyGroup Group(IReadOnlyList<Source> sources, RegoValue data) => new()
    {
        Modules = [.. sources.Select(source => source.Module)],
        Texts = sources.ToDictionary(source => source.File.Path, source => source.Text, StringComparer.Ordinal),
        Data = data,
    };

    /// <summary>Policies of manifests that have tests.</summary>
    List<Source> OfManifests(IReadOnlyList<LoadedFile> files, Source[] tests, List<Source> policies)
    {
        var known = policies.Select(source => source.Key).ToHashSet(StringComparer.Ordinal);
        var wanted = tests.Select(test => test.Key).Where(key => !known.Contains(key)).ToHashSet(StringComparer.Ordinal);
        var found = new List<Source>();
        if (wanted.Count == 0) return found;
        foreach (var manifest in files.Where(file => file.IsManifest))
        {
            var text = PolicyFiles.Text(manifest);
            var read = ManifestReader.Read(text, manifest.Path);
            if (read.Tree is null) throw new PolicyLoadException(string.Join('\n', ProblemLines.Of(read.Problems)));
            foreach (var policy in read.Manifest.Policies)
            {
                var key = TestFolders.Select(folder => Path.Combine(manifest.Folder, folder, policy.NamePrefix))
                    .FirstOrDefault(wanted.Contains);
                if (key is null) continue;

                var content = System.Text.Encoding.UTF8.GetBytes(policy.Body);
                var file = new LoadedFile($"{manifest.Path}#{policy.NamePrefix}", [], content) { Key = key };
                var engine = policy.EngineType == PolicyEngineType.RegoV1 ? RegoVersion.V1 : RegoVersion.V0;
                var module = RegoModule.TryParse(policy.Body, file.Path, engine, out var errors);
                _errors.AddRange(errors);
                found.Add(new Source(file, policy.Body, module, IsSpacelift: true) { Kind = PolicyKind.Find(policy.Type.Name) });
            }
        }

        return found;
    }

    Source Parse(LoadedFile file)
    {
        var text = PolicyFiles.Text(file);
        var module = RegoModule.TryParse(text, file.Path, version ?? RegoVersion.V1, out var errors);
        var isSpacelift = module.PackagePath is [Package or TestPackage];
        if (errors.Count > 0 && version is null && isSpacelift)
        {
            // The platform takes v0 where nothing is said, and most policies are written in it.
            var older = RegoModule.TryParse(text, file.Path, RegoVersion.V0, out var olderErrors);
            if (olderErrors.Count == 0) (module, errors) = (older, olderErrors);
        }

        _errors.AddRange(errors);
        return new Source(file, text, module, isSpacelift);
    }

    sealed record Source(LoadedFile File, string Text, RegoModule Module, bool IsSpacelift)
    {
        public PolicyKind? Kind { get; init; }

        public bool IsTest => Path.GetFileNameWithoutExtension(File.Path).EndsWith(TestEnding, StringComparison.Ordinal);

        /// <summary>What a policy and its tests have in common: the path without endings.</summary>
        public string Key
        {
            get
            {
                if (File.Key is { } key) return key;
                var path = Path.ChangeExtension(File.Path, null);
                return IsTest ? path[..^TestEnding.Length] : path;
            }
        }
    }
}
