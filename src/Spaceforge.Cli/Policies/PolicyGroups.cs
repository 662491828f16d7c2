using Spaceforge.Rego;

namespace Spaceforge.Cli.Policies;

/// <summary>
/// Which files are compiled together. Those of other packages all are, as <c>opa test</c> does. Policies of Spacelift have one package
/// and know nothing of each other: each stands alone with its own tests.
/// </summary>
/// <param name="version">The syntax where the user gave one.</param>
sealed class PolicyGroups(RegoVersion? version)
{
    public const string Package = "spacelift";

    const string TestEnding = "_test";
    const string TestPackage = "spacelift_test";

    readonly List<RegoError> _errors = [];

    public IReadOnlyList<RegoError> Errors => _errors;

    /// <exception cref="PolicyLoadException">Data cannot be read.</exception>
    public IReadOnlyList<PolicyGroup> Of(IReadOnlyList<LoadedFile> files)
    {
        var sources = files.Where(file => file.Extension == ".rego").Select(Parse).ToArray();
        var policies = sources.Where(source => source.IsSpacelift && !source.IsTest).ToArray();
        var tests = sources.Where(source => source.IsSpacelift && source.IsTest).ToArray();
        var others = sources.Where(source => !source.IsSpacelift).ToArray();
        var names = policies.Select(source => source.Key).ToHashSet(StringComparer.Ordinal);
        var data = PolicyData.Merge(files.Where(file => file.Extension != ".rego" && !Describes(file, names)));

        var groups = new List<PolicyGroup>();
        if (others.Length > 0) groups.Add(Group(others, data));
        // A folder in which a test has no policy of its name is one whose files belong together.
        var joint = tests.Where(test => !names.Contains(test.Key)).Select(test => test.File.Folder).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in joint.Order(StringComparer.Ordinal))
        {
            groups.Add(Group([.. policies.Concat(tests).Where(source => source.File.Folder == folder)], data));
        }

        foreach (var policy in policies.Where(policy => !joint.Contains(policy.File.Folder)))
        {
            groups.Add(Group([policy, .. tests.Where(test => test.Key == policy.Key)], data));
        }

        return groups;
    }

    static PolicyGroup Group(IReadOnlyList<Source> sources, RegoValue data) => new()
    {
        Modules = [.. sources.Select(source => source.Module)],
        Texts = sources.ToDictionary(source => source.File.Path, source => source.Text, StringComparer.Ordinal),
        Data = data,
    };

    /// <summary>A file that says of which type the policy beside it is, or a manifest, is no data.</summary>
    static bool Describes(LoadedFile file, HashSet<string> policies) => Path.GetFileName(file.Path) == PolicyFiles.Manifest
        || (file.Extension is ".yml" or ".yaml" && policies.Contains(Path.ChangeExtension(file.Path, null)));

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
        public bool IsTest => Path.GetFileNameWithoutExtension(File.Path).EndsWith(TestEnding, StringComparison.Ordinal);

        /// <summary>What a policy and its tests have in common: the path without endings.</summary>
        public string Key
        {
            get
            {
                var path = Path.ChangeExtension(File.Path, null);
                return IsTest ? path[..^TestEnding.Length] : path;
            }
        }
    }
}
