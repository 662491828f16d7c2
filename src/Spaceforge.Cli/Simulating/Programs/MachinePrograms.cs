using System.Text;
using Spaceforge.Files;

namespace Spaceforge.Cli.Simulating.Programs;

/// <summary>Finds the programs that a run got from the machine and that Spacelift's default image does not have.</summary>
/// <remarks>
/// It errs on the side of silence. A program counts if it was executed from a folder of the PATH, by whatever process of the run, and if
/// none of its names is one of the default image's. What an executed script names as its interpreter does not count.
/// </remarks>
sealed class MachinePrograms(string path) : IDisposable
{
    const int LongestFirstLine = 256;

    readonly MachineFolders _folders = new(path);
    readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    readonly HashSet<string> _ofImage = new(StringComparer.Ordinal);

    // The executions of interpreters that are still to come, by file name.
    readonly Dictionary<string, int> _interpreters = new(StringComparer.Ordinal);
    ExecutionEvents? _events;
    bool _isKnown;

    /// <summary>Their names, or null if the kernel did not say.</summary>
    public IReadOnlyList<string>? Missing => _isKnown
        ? [.. _missing.Except(_ofImage.SelectMany(DefaultImage.HelpersOf)).Order(StringComparer.Ordinal)]
        : null;

    /// <summary>Watches a container from now on.</summary>
    /// <param name="root">Its root, as the tool sees it.</param>
    /// <param name="isOwn">Whether a folder in it is its own: others on the machine execute programs of those that are not.</param>
    public void Watch(string root, Func<string, bool> isOwn)
    {
        _events?.Dispose();
        _events = ExecutionEvents.TryMake();
        // Links have been followed on the machine: there, the root's would lead to the machine's own folders.
        _isKnown = false;
        foreach (var folder in _events is null ? [] : _folders.All.Where(isOwn)) _isKnown |= _events!.Watch(root + folder);
    }

    /// <summary>Takes in what was executed since.</summary>
    public void Update()
    {
        foreach (var file in _events?.Take() ?? [])
        {
            var names = _folders.Names(file);
            if (names.Count == 0 || IsInterpreter(file)) continue;

            if (names.Any(DefaultImage.Has))
            {
                _ofImage.UnionWith(names);
                foreach (var interpreter in Interpreters(_folders.PathOf(file)))
                {
                    _interpreters[interpreter] = _interpreters.GetValueOrDefault(interpreter) + 1;
                }
            }
            else
            {
                // Links have the names that people use: java, and not java-21.
                _missing.Add(names.Contains(file) ? file : names.First());
            }
        }
    }

    public void Dispose() => _events?.Dispose();

    bool IsInterpreter(string file)
    {
        if (_interpreters.GetValueOrDefault(file) == 0) return false;

        _interpreters[file]--;
        return true;
    }

    /// <summary>The files that the kernel executes for a script, and then those that env executes.</summary>
    static IEnumerable<string> Interpreters(string script)
    {
        string first;
        try
        {
            using var folder = ForeignFolder.Open(Path.GetDirectoryName(script)!);
            using var file = folder.OpenRead(Path.GetFileName(script));
            var start = new byte[LongestFirstLine];
            var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            first = Encoding.UTF8.GetString(start, 0, length).Split('\n')[0];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        if (!first.StartsWith("#!", StringComparison.Ordinal)) yield break;

        foreach (var word in first[2..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(3))
        {
            if (word.StartsWith('/')) yield return Path.GetFileName(MachineFolders.Real(word) ?? word);
            else if (!word.StartsWith('-')) yield return word;
        }
    }
}
