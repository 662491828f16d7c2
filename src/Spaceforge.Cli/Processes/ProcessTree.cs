using System.Globalization;
using System.Text;
using Spaceforge.Files;

namespace Spaceforge.Cli.Processes;

/// <summary>A process and its descendants, such as those of a container, and their memory.</summary>
/// <param name="first">The first one.</param>
/// <param name="adopts">Whether orphaned processes become children of the tool, which then has no other children.</param>
sealed class ProcessTree(int first, bool adopts) : IDisposable
{
    const int LongestText = 65_535;
    const int MostRounds = 1_000;

    readonly ForeignFolder? _processes = OperatingSystem.IsLinux() ? ForeignFolder.Open("/proc") : null;

    // Orphaned processes are recognized by their id and start time.
    readonly HashSet<(int Id, long Start)> _known = [];

    long _begin = -1;

    /// <summary>Counts the running processes.</summary>
    /// <returns>
    /// Their number without the first, and their private bytes plus the largest shared size of one of them; null if
    /// the system does not report them.
    /// </returns>
    public (int Count, long Memory)? Look()
    {
        if (_processes is null) return null;

        var (count, own, shared) = (0, 0L, 0L);
        foreach (var id in Members())
        {
            if (id == first) continue;

            var memory = Memory(id);
            count++;
            own += memory.Own;
            // The overlap of shared memory is unknown.
            shared = Math.Max(shared, memory.Shared);
        }

        return (count, own + shared);
    }

    /// <summary>Kills all remaining processes, in any session.</summary>
    public void End()
    {
        // Processes that fork faster than they are found cannot be stopped this way.
        for (var round = 0; round < MostRounds && Members() is { Count: > 0 } left; round++)
        {
            foreach (var id in left) Signals.Kill(id);
            if (round > 0) Thread.Sleep(1);
        }
    }

    /// <summary>The running processes, including the first.</summary>
    public IReadOnlyList<int> Members()
    {
        if (_processes is null) return [];

        var all = new Dictionary<int, (int Parent, long Start, bool IsDead)>();
        foreach (var entry in _processes.List())
        {
            if (int.TryParse(entry.Path, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Status(id) is { } status)
            {
                all[id] = status;
            }
        }

        if (_begin < 0 && all.TryGetValue(first, out var root)) _begin = root.Start;
        if (_begin < 0) return [];

        var members = new Dictionary<int, bool>();
        _known.Add((first, _begin));
        if (adopts) members[Environment.ProcessId] = false;
        var running = new List<int>();
        foreach (var (id, status) in all)
        {
            if (!IsMember(id) || status.IsDead) continue;

            _known.Add((id, status.Start));
            running.Add(id);
        }

        return running;

        bool IsMember(int id)
        {
            var way = new List<int>();
            var answer = false;
            for (var current = id; ; current = all[current].Parent)
            {
                if (members.TryGetValue(current, out answer) || !all.TryGetValue(current, out var status)) break;
                if (_known.Contains((current, status.Start))
                    || (adopts && status.Parent == Environment.ProcessId && status.Start >= _begin))
                {
                    answer = true;
                    break;
                }

                members[current] = false;
                way.Add(current);
            }

            foreach (var member in way) members[member] = answer;
            return answer;
        }
    }

    public void Dispose() => _processes?.Dispose();

    (int Parent, long Start, bool IsDead)? Status(int id)
    {
        // The name is in parentheses and may contain anything.
        var text = Text($"{id}/stat");
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 20 && int.TryParse(fields[1], CultureInfo.InvariantCulture, out var parent) && long.TryParse(
            fields[19], CultureInfo.InvariantCulture, out var start)
            ? (parent, start, fields[0] is "Z" or "X")
            : null;
    }

    (long Own, long Shared) Memory(int id)
    {
        var lines = Text($"{id}/status").Split('\n');
        return (Kilobytes("RssAnon:") * 1024, Kilobytes("RssShmem:") * 1024);

        // NAME: NUMBER kB
        long Kilobytes(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            && long.TryParse(line.AsSpan(name.Length).Trim().TrimEnd("kB"), NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    string Text(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(_processes!.Read(path, LongestText));
        }
        catch (IOException)
        {
            // It has ended.
            return "";
        }
    }
}
