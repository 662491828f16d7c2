using System.IO.Enumeration;
using System.Runtime.InteropServices;
using System.Text;

namespace Spaceforge.Cli.Simulating.Programs;

/// <summary>The folders that have the programs of a PATH, and how the programs may be called.</summary>
sealed partial class MachineFolders
{
    const int LongestPath = 4_096;

    // Some systems have a folder for each package.
    const int MostFolders = 1_000;

    // By the name of the file.
    readonly Dictionary<string, Program> _programs = new(StringComparer.Ordinal);
    readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    /// <param name="File">Its path; the first of those with this name.</param>
    sealed record Program(string File)
    {
        /// <summary>Its own name and those of the links to it: python3.11 is called python3.</summary>
        public SortedSet<string> Names { get; } = new(StringComparer.Ordinal);

        public bool HasNamesake { get; set; }
    }

    public MachineFolders(string path)
    {
        foreach (var folder in path.Split(':').Where(Path.IsPathRooted).Select(folder => Real($"{folder}/.")).OfType<string>()
            .Where(_folders.Add).ToArray())
        {
            foreach (var (name, isLink) in Entries(folder))
            {
                var program = Path.Combine(folder, name);
                if (!isLink) Add(name, program);
                else if (Real(program) is { } target) AddLink(name, target);
            }
        }
    }

    /// <summary>Their paths, which have no links.</summary>
    public IReadOnlyCollection<string> All => _folders;

    /// <summary>What a file may be called by if it is executed; nothing if that is not certain.</summary>
    public IReadOnlyCollection<string> Names(string file) => _programs.TryGetValue(file, out var program)
        && (!program.HasNamesake || program.Names.All(name => name == file)) ? program.Names : [];

    /// <summary>The path of a file that has names.</summary>
    public string PathOf(string file) => _programs[file].File;

    /// <summary>A path without links, or null if there is nothing.</summary>
    public static string? Real(string path)
    {
        var real = new byte[LongestPath];
        return RealPath(path, ref real[0]) == 0 ? null : Encoding.UTF8.GetString(real.AsSpan(0, Array.IndexOf(real, (byte)0)));
    }

    void AddLink(string name, string target)
    {
        if (_folders.Count < MostFolders && Path.GetDirectoryName(target) is { } folder) _folders.Add(folder);
        Add(name, target);
    }

    void Add(string name, string file)
    {
        var own = Path.GetFileName(file);
        if (!_programs.TryGetValue(own, out var program)) _programs[own] = program = new Program(file);
        program.Names.Add(name);
        program.HasNamesake |= program.File != file;
    }

    static FileSystemEnumerable<(string Name, bool IsLink)> Entries(string folder) => new(
        folder,
        (ref entry) => (entry.FileName.ToString(), (entry.Attributes & FileAttributes.ReparsePoint) != 0),
        new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true });

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint RealPath(string path, ref byte real);
}
