using System.Globalization;
using System.Security.Cryptography;

namespace Spaceforge.Cli.Processes;

/// <summary>
/// A control group of the kernel, of version 2 or 1: what runs in it has limits together, files in memory and memory that is shared
/// included.
/// </summary>
sealed class ControlGroup : IDisposable
{
    const string Prefix = "spaceforge-";
    const string Members = "cgroup.procs";

    // Deeper is nobody's hierarchy.
    const int MostLevels = 64;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly List<string> _folders = [];

    ControlGroup()
    {
    }

    /// <summary>Makes a group below, or beside, the one of this process.</summary>
    /// <param name="memory">The bytes that its processes may hold together.</param>
    /// <param name="processes">How many processes and threads it may have.</param>
    /// <returns>Null where this user can make none.</returns>
    public static ControlGroup? TryMake(long memory, int processes)
    {
        if (!OperatingSystem.IsLinux()) return null;

        var group = new ControlGroup();
        try
        {
            var mounts = ControlGroupMount.ReadAll();
            if (group.MakeVersion2(mounts, memory, processes) || group.MakeVersion1(mounts, memory, processes)) return group;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It may be half of one.
        }

        group.Dispose();
        return null;
    }

    /// <summary>How many processes the kernel has ended since memory was short.</summary>
    public int OutOfMemory => _folders.Select(folder => Count(folder, "memory.events") ?? Count(folder, "memory.oom_control") ?? 0).Max();

    /// <summary>Takes processes in; what they start from now on is in it too.</summary>
    /// <returns>Whether all are in it.</returns>
    public bool TryTake(IEnumerable<int> processes)
    {
        try
        {
            foreach (var process in processes)
            {
                foreach (var folder in _folders) Write(folder, Members, process);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Ends all that is in it, and removes it.</summary>
    public void Dispose()
    {
        var end = DateTime.UtcNow + Patience;
        foreach (var folder in _folders)
        {
            while (!TryRemove(folder) && DateTime.UtcNow < end)
            {
                EndAll(folder);
                Thread.Sleep(5);
            }
        }

        _folders.Clear();
    }

    static void EndAll(string folder)
    {
        try
        {
            if (File.Exists($"{folder}/cgroup.kill"))
            {
                Write(folder, "cgroup.kill", 1);
                return;
            }

            foreach (var line in File.ReadLines($"{folder}/{Members}"))
            {
                if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var process)) Signals.Kill(process);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It goes on ending.
        }
    }

    bool MakeVersion2(List<ControlGroupMount> mounts, long memory, int processes)
    {
        if (mounts.FirstOrDefault(mount => mount.Controllers.Count == 0) is not { } mount) return false;

        // A group that holds processes gives its children no controllers: then the new one stands beside it.
        foreach (var parent in mount.Own())
        {
            if (TryMakeBelow(parent) is { } folder)
            {
                if (File.Exists($"{folder}/memory.max") && File.Exists($"{folder}/pids.max"))
                {
                    Write(folder, "memory.max", memory);
                    if (File.Exists($"{folder}/memory.swap.max")) Write(folder, "memory.swap.max", 0);
                    Write(folder, "pids.max", processes);
                    return true;
                }

                Forget(folder);
            }

            // What bounds the group that is left bounds the new one.
            memory = Math.Min(memory, Limit(parent, "memory.max"));
            processes = (int)Math.Min(processes, Limit(parent, "pids.max"));
        }

        return false;
    }

    bool MakeVersion1(List<ControlGroupMount> mounts, long memory, int processes)
    {
        foreach (var (controller, file, limit) in ((string, string, long)[])
            [("memory", "memory.limit_in_bytes", memory), ("pids", "pids.max", processes)])
        {
            if (mounts.FirstOrDefault(mount => mount.Controllers.Contains(controller)) is not { } mount
                || TryMakeBelow(mount.Own().First()) is not { } folder) continue;

            try
            {
                Write(folder, file, limit);
                if (File.Exists($"{folder}/memory.memsw.limit_in_bytes")) Write(folder, "memory.memsw.limit_in_bytes", limit);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Forget(folder);
            }
        }

        return _folders.Count > 0;
    }

    string? TryMakeBelow(string parent)
    {
        Clean(parent);
        var folder = $"{parent}/{Prefix}{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        try
        {
            Directory.CreateDirectory(folder);
            _folders.Add(folder);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes empty groups of runs that were killed.</summary>
    static void Clean(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, $"{Prefix}*"))
        {
            var process = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (!Directory.Exists($"/proc/{process}")) TryRemove(folder);
        }
    }

    void Forget(string folder)
    {
        _folders.Remove(folder);
        TryRemove(folder);
    }

    static bool TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static long Limit(string folder, string file)
    {
        var path = $"{folder}/{file}";
        return File.Exists(path) && long.TryParse(File.ReadAllText(path).AsSpan().Trim(), CultureInfo.InvariantCulture, out var limit)
            ? limit : long.MaxValue;
    }

    static int? Count(string folder, string file)
    {
        const string name = "oom_kill ";
        try
        {
            return File.Exists($"{folder}/{file}") && File.ReadLines($"{folder}/{file}")
                .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
                ? int.Parse(line.AsSpan(name.Length), CultureInfo.InvariantCulture) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static void Write(string folder, string file, long value) =>
        File.WriteAllText($"{folder}/{file}", value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A hierarchy of control groups.</summary>
    /// <param name="Folder">Where it is mounted.</param>
    /// <param name="Root">What of the hierarchy is mounted there.</param>
    /// <param name="Controllers">What it controls, in version 1; none in version 2.</param>
    /// <param name="Group">The group of this process in it.</param>
    sealed record ControlGroupMount(string Folder, string Root, IReadOnlyList<string> Controllers, string Group)
    {
        public static List<ControlGroupMount> ReadAll()
        {
            // NUMBER:CONTROLLERS:PATH
            var groups = File.ReadLines("/proc/self/cgroup").Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3).ToList();
            var mounts = new List<ControlGroupMount>();
            foreach (var line in File.ReadLines("/proc/self/mountinfo"))
            {
                var fields = line.Split(' ');
                var separator = Array.IndexOf(fields, "-");
                if (separator < 0 || fields.Length < separator + 4) continue;

                var (isFirst, isSecond) = (fields[separator + 1] == "cgroup", fields[separator + 1] == "cgroup2");
                string[] options = isFirst ? fields[separator + 3].Split(',') : [];
                if ((isFirst || isSecond) && groups.Find(parts => isSecond
                    ? parts[1].Length == 0 : parts[1].Length > 0 && parts[1].Split(',').All(options.Contains)) is { } own)
                {
                    mounts.Add(new ControlGroupMount(fields[4], fields[3], isSecond ? [] : own[1].Split(','), own[2]));
                }
            }

            return mounts;
        }

        /// <summary>The folder of this process's group, and those above it, as far as they are mounted.</summary>
        public IEnumerable<string> Own()
        {
            var group = Group.StartsWith(Root.TrimEnd('/') + "/", StringComparison.Ordinal) ? Group[Root.TrimEnd('/').Length..] : "/";
            for (var level = 0; level < MostLevels; level++)
            {
                yield return $"{Folder}{group}".TrimEnd('/');
                if (group is "/" or "") yield break;
                group = group[..group.LastIndexOf('/')] is { Length: > 0 } above ? above : "/";
            }
        }
    }
}
