using System.Globalization;
using System.Text;
using Spaceforge.Files;

namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>Counts the processes of a container, which are those that come from its first one, and their memory.</summary>
sealed class ContainerProcesses(int first) : IDisposable
{
    const int LongestText = 4_095;

    readonly ForeignFolder? _processes = OperatingSystem.IsLinux() ? ForeignFolder.Open("/proc") : null;

    // What a process that left its parent would hide behind: it is remembered by its number and the time of its start.
    readonly HashSet<(int Id, long Start)> _known = [];

    /// <summary>Looks at what runs now.</summary>
    /// <returns>How many there are without the first, and the bytes that they do not share; null where the system does not say.</returns>
    public (int Count, long Memory)? Look()
    {
        if (_processes is null) return null;

        var all = new Dictionary<int, (int Parent, long Start, bool IsDead)>();
        foreach (var entry in _processes.List())
        {
            if (int.TryParse(entry.Path, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Status(id) is { } status)
            {
                all[id] = status;
            }
        }

        if (!all.TryGetValue(first, out var root)) return (0, 0);

        var members = new Dictionary<int, bool> { [first] = true };
        _known.Add((first, root.Start));
        var (count, memory) = (0, 0L);
        foreach (var (id, status) in all)
        {
            if (!IsMember(id) || status.IsDead || id == first) continue;

            _known.Add((id, status.Start));
            count++;
            memory += Memory(id);
        }

        return (count, memory);

        bool IsMember(int id)
        {
            var way = new List<int>();
            var answer = false;
            for (var current = id; ; current = all[current].Parent)
            {
                if (members.TryGetValue(current, out answer) || !all.TryGetValue(current, out var status)) break;
                if (_known.Contains((current, status.Start)))
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
        // The name stands in brackets and may hold anything.
        var text = Text($"{id}/stat");
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 20 && int.TryParse(fields[1], CultureInfo.InvariantCulture, out var parent) && long.TryParse(
            fields[19], CultureInfo.InvariantCulture, out var start)
            ? (parent, start, fields[0] is "Z" or "X")
            : null;
    }

    long Memory(int id)
    {
        var fields = Text($"{id}/statm").Split(' ');
        return fields.Length > 2 && long.TryParse(fields[1], CultureInfo.InvariantCulture, out var resident) && long.TryParse(
            fields[2], CultureInfo.InvariantCulture, out var shared)
            ? (resident - shared) * Environment.SystemPageSize
            : 0;
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
