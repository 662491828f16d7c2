using System.Globalization;
using System.Security.Cryptography;

namespace Spaceforge.Cli.Processes;

/// <summary>
/// A kernel control group, version 2 or 1: its processes share limits, which include files in memory and shared
/// memory.
/// </summary>
sealed class ControlGroup : IDisposable
{
    const string Prefix = "spaceforge-";
    const string Members = "cgroup.procs";

    // No real hierarchy is deeper.
    const int MostLevels = 64;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly List<string> _folders = [];

    ControlGroup()
    {
    }

    /// <summary>Creates a group below or next to this process's group.</summary>
    /// <param name="memory">The memory limit of all its processes, in bytes.</param>
    /// <param name="processes">The maximum number of processes and threads.</param>
    /// <returns>Null if this user cannot create one.</returns>
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
            // It may be partially created.
        }

        group.Dispose();
        return null;
    }

    /// <summary>How many of its processes the kernel has killed for lack of memory.</summary>
    public int OutOfMemory => _folders.Select(folder => Count(folder, "memory.events") ?? Count(folder, "memory.oom_control") ?? 0).Max();

    /// <summary>
    /// Adds the processes that are still running and that the kernel lets it have; their future children belong to it too.
    /// </summary>
    public void Take(IEnumerable<int> processes)
    {
        foreach (var process in processes)
        {
            foreach (var folder in _folders) TryTake(folder, process);
        }
    }

    static void TryTake(string folder, int process)
    {
        try
        {
            Write(folder, Members, process);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended. If the kernel does not allow it, the other limits still hold.
        }
    }

    /// <summary>Kills all its processes and removes it.</summary>
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
            // Its processes are still exiting.
        }
    }

    bool MakeVersion2(List<ControlGroupMount> mounts, long memory, int processes)
    {
        if (mounts.FirstOrDefault(mount => mount.Controllers.Count == 0) is not { } mount) return false;

        // A group with processes cannot enable controllers for child groups, so the new group becomes its sibling.
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

            // The new group must not exceed the current group's limits.
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

    /// <summary>Removes empty groups that killed runs left behind.</summary>
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

    /// <summary>A control group hierarchy.</summary>
    /// <param name="Folder">Its mount point.</param>
    /// <param name="Root">The part of the hierarchy that is mounted there.</param>
    /// <param name="Controllers">Its controllers in version 1; empty in version 2.</param>
    /// <param name="Group">This process's group in it.</param>
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

        /// <summary>The folder of this process's group and its mounted parents.</summary>
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
