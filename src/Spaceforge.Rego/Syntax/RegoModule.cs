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

    /// <summary>The name under which the text was given.</summary>
    public string File { get; }

    /// <summary>The syntax of the rules: v1 also where the file imports <c>rego.v1</c>.</summary>
    public RegoVersion Version { get; internal set; }

    /// <summary>The package's names, without <c>data</c>.</summary>
    public IReadOnlyList<string> PackagePath { get; internal set; }

    internal RegoPlace PackagePlace { get; set; }

    internal List<Import> Imports { get; } = [];

    internal List<Rule> Rules { get; } = [];

    internal List<Comment> Comments { get; set; } = [];

    /// <summary>Parses a policy; what is wrong with it is a <see cref="RegoException"/> with every error that was found.</summary>
    /// <param name="text">The policy.</param>
    /// <param name="file">What errors call it.</param>
    /// <param name="version">The syntax; a file that imports <c>rego.v1</c> is v1 in any case.</param>
    public static RegoModule Parse(string text, string file = "policy.rego", RegoVersion version = RegoVersion.V1) =>
        TryParse(text, file, version, out var errors) is { } module && errors.Count == 0 ? module : throw new RegoException(errors);

    /// <summary>As <see cref="Parse"/>; with errors, and with what could be read of it.</summary>
    public static RegoModule TryParse(string text, string file, RegoVersion version, out IReadOnlyList<RegoError> errors)
    {
        var found = new List<RegoError>();
        var module = new Parser(text, file, version, found).Module();
        errors = [.. found.OrderBy(e => e.Place.Line).ThenBy(e => e.Place.Column)];
        return module;
    }
}
