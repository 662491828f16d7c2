namespace Spaceforge.Cli.Building;

/// <summary>The compiler call of a full build.</summary>
/// <param name="Path">The SDK's <c>csc.dll</c>.</param>
/// <param name="Version">Its version, with the commit it was built from.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="NeedsSdk">Whether it uses analyzers or generators that only the SDK's compiler can load.</param>
sealed record CompilerCall(string Path, string Version, IReadOnlyList<string> Arguments, bool NeedsSdk)
{
    const string Analyzer = "/analyzer:";
    const string Define = "/define:";

    static readonly string[] LocalOptions =
        ["/debug", "/pdb:", "/embed", "/sourcelink:", "/refout:", "/pathmap:", "/optimize", "/deterministic", "/skipanalyzers"];

    /// <summary>The analyzers and generators.</summary>
    public IEnumerable<string> Analyzers =>
        Arguments.Where(argument => argument.StartsWith(Analyzer, StringComparison.Ordinal))
            .Select(argument => Unquoted(argument[Analyzer.Length..]));

    /// <summary>Every file that the compiler reads, except the SDK's own.</summary>
    /// <param name="dotnetRoot">Where the SDK is.</param>
    public IEnumerable<string> Inputs(string dotnetRoot) => Arguments
        .Where(argument => !argument.StartsWith("/out:", StringComparison.Ordinal)
            && !argument.StartsWith("/refout:", StringComparison.Ordinal))
        // An option with a path, optionally followed by a resource name; or just a path.
        .Select(argument => argument.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon
            ? argument[(colon + 1)..].Split(',')[0] : argument)
        .Select(Unquoted)
        .Where(path => System.IO.Path.IsPathRooted(path) && !path.StartsWith(dotnetRoot, StringComparison.Ordinal) && File.Exists(path))
        .Distinct();

    /// <summary>The SDK's version, from the name of its folder.</summary>
    public string SdkVersion => Path.Replace('\\', '/').Split('/') is [.., var version, _, _, _] ? version : Version;

    /// <summary>
    /// The same call, optimized, without paths of this machine in the program, and without analyzers, which look at the local program.
    /// </summary>
    /// <param name="pathMap">The folders to keep out of the program.</param>
    public CompilerCall ForWorkers(string pathMap) => this with
    {
        Arguments =
        [
            .. Arguments.Where(argument => !LocalOptions.Any(option => argument.StartsWith(option, StringComparison.Ordinal)))
                .Select(argument => argument.StartsWith(Define, StringComparison.Ordinal)
                    ? Define + string.Join(
                        ';', argument[Define.Length..].Split(';').Select(symbol => symbol == "DEBUG" ? "RELEASE" : symbol))
                    : argument),
            "/debug-", "/optimize+", "/deterministic+", "/skipanalyzers+", $"/pathmap:{pathMap}",
        ],
    };

    /// <summary>Writes the arguments as a response file.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="redirect">The program's path; null for the full build's.</param>
    public void WriteResponseFile(string path, string? redirect) => File.WriteAllLines(
        path,
        // Messages are always English, and the native compiler has no other languages.
        Arguments.Where(argument => argument != "/noconfig" && !argument.StartsWith("/preferreduilang:", StringComparison.Ordinal))
            .Select(argument => Quote(redirect is null ? argument : Redirect(argument, redirect))));

    static string Redirect(string argument, string assembly) => argument switch
    {
        ['/', 'o', 'u', 't', ':', ..] => $"/out:{assembly}",
        ['/', 'p', 'd', 'b', ':', ..] => $"/pdb:{System.IO.Path.ChangeExtension(assembly, ".pdb")}",
        ['/', 'r', 'e', 'f', 'o', 'u', 't', ':', ..] => $"/refout:{System.IO.Path.ChangeExtension(assembly, ".ref")}",
        _ => argument,
    };

    // In a response file, a quoted part belongs to its argument.
    static string Quote(string argument) => argument.Contains(' ', StringComparison.Ordinal) && !argument.Contains(
        '"', StringComparison.Ordinal) ? $"\"{argument}\"" : argument;

    // MSBuild quotes only a path with spaces, not the whole argument.
    static string Unquoted(string path) => path.Replace("\"", "", StringComparison.Ordinal);
}
