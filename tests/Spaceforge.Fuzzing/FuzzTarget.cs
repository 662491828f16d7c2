namespace Spaceforge.Fuzzing;

/// <summary>A reader of what strangers write, called with any bytes.</summary>
abstract class FuzzTarget
{
    /// <summary>The larger an input, the fewer are tried; real files that are larger teach nothing more.</summary>
    public const int LargestSeed = 20_000;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new Targets.ManifestTarget(), new Targets.PlanTarget(), new Targets.StateTarget(), new Targets.PolicyInputTarget(),
        new Targets.GraphQLTarget(), new Targets.UploadTarget(), new Targets.RegoParserTarget(), new Targets.RegoEvaluatorTarget(),
        new Targets.ImageTarget(), new Targets.LayerTarget(), new Targets.ImageManifestTarget(), new Targets.ConfigTarget(),
        new Targets.SopsTarget(), new Targets.PayloadTarget(), new Targets.LauncherTarget(),
    ];

    public abstract string Name { get; }

    /// <summary>Mutations of the short run, which takes about a second.</summary>
    public abstract int ShortRun { get; }

    /// <summary>AFL's dictionary: what the format is made of, a word in quotes on each line.</summary>
    public string Dictionary => Repository.PathOf("tests", "Spaceforge.Fuzzing", "dictionaries", $"{Name}.dict");

    /// <summary>Reads an input.</summary>
    /// <exception cref="FindingException">What came of it is wrong.</exception>
    public abstract void Read(byte[] input);

    /// <summary>Whether an exception is what the reader documents for bad input.</summary>
    public virtual bool IsDocumented(Exception e) => false;

    /// <summary>Inputs from the repository's other files, or made here.</summary>
    public virtual IEnumerable<byte[]> Seeds => [];

    /// <summary>Those, and the committed ones.</summary>
    public IEnumerable<byte[]> Corpus => Seeds.Concat(Files($"tests/Spaceforge.Fuzzing/corpus/{Name}", "*"));

    /// <summary>Files of the repository that match a pattern in a folder or its subfolders.</summary>
    protected static IEnumerable<byte[]> Files(string folder, string pattern)
    {
        var path = Repository.PathOf(folder.Split('/'));
        if (!Directory.Exists(path)) return [];

        return Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories)
            .Where(file => new FileInfo(file) is { Length: <= LargestSeed, LinkTarget: null })
            .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes);
    }
}

/// <summary>What came of an input is wrong, although no exception says so.</summary>
sealed class FindingException(string message) : Exception(message);
