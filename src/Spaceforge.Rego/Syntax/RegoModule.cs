namespace Spaceforge.Rego;

/// <summary>A parsed policy file.</summary>
public sealed class RegoModule
{
    internal RegoModule(string file, RegoVersion version, IReadOnlyList<string> package)
    {
        File = file;
        Version = version;
        PackagePath = package;
    }

    /// <summary>The file name that was given for the text.</summary>
    public string File { get; }

    /// <summary>The syntax version: v1 also if the file imports <c>rego.v1</c>.</summary>
    public RegoVersion Version { get; internal set; }

    /// <summary>The parts of the package path, without <c>data</c>.</summary>
    public IReadOnlyList<string> PackagePath { get; internal set; }

    internal RegoPlace PackagePlace { get; set; }

    internal List<Import> Imports { get; } = [];

    internal List<Rule> Rules { get; } = [];

    internal List<Comment> Comments { get; set; } = [];

    /// <summary>Parses a policy; throws a <see cref="RegoException"/> with all errors.</summary>
    /// <param name="text">The policy.</param>
    /// <param name="file">The file name in errors.</param>
    /// <param name="version">The syntax version; a file that imports <c>rego.v1</c> is always v1.</param>
    public static RegoModule Parse(string text, string file = "policy.rego", RegoVersion version = RegoVersion.V1) =>
        TryParse(text, file, version, out var errors) is { } module && errors.Count == 0 ? module : throw new RegoException(errors);

    /// <summary>Like <see cref="Parse"/>, but returns the errors along with everything that could be parsed.</summary>
    public static RegoModule TryParse(string text, string file, RegoVersion version, out IReadOnlyList<RegoError> errors)
    {
        var found = new List<RegoError>();
        var module = new Parser(text, file, version, found).Module();
        errors = [.. found.OrderBy(e => e.Place.Line).ThenBy(e => e.Place.Column)];
        return module;
    }
}
