using System.Diagnostics;
using System.Threading.Channels;
using Spaceforge.Cli.Building;
using Spaceforge.Files;

namespace Spaceforge.Cli.Watching;

/// <summary>
/// Notices when the content of files changes, however an editor saves them: in place, by renaming a new file, by deleting and writing
/// again, or several at once.
/// </summary>
/// <remarks>
/// Events only tell when to look; what counts is the content. A look from time to time finds changes on file systems without events.
/// </remarks>
sealed class WatchedFiles : IDisposable
{
    const int MostFolders = 2_000;
    const int MostFiles = 20_000;
    const int DeepestFolder = 60;
    const int LargestFile = 200_000_000;

    static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(40);
    static readonly TimeSpan LongestSettling = TimeSpan.FromMilliseconds(400);
    // Between the two steps of an editor that deletes or empties a file and writes it again.
    static readonly TimeSpan Replacing = TimeSpan.FromMilliseconds(150);
    static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);
    static readonly TimeSpan LookIntervalWithoutEvents = TimeSpan.FromMilliseconds(300);
    // Writes within a tick of the kernel's clock have the same time.
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);


    readonly Func<string, bool> _takes;
    readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly Lock _lock = new();
    readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _own = new(StringComparer.Ordinal);
    readonly FolderEvents? _events;
    IReadOnlyList<string> _folders = [];
    IReadOnlyList<string> _files = [];
    Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    bool _hasEvents;
    bool _isTouchedUnknown;
    TimeSpan _lookTime;

    /// <param name="takes">Whether a file in a folder counts, by its path.</param>
    public WatchedFiles(Func<string, bool>? takes = null)
    {
        _takes = takes ?? (_ => true);
        if (OperatingSystem.IsLinux()) _events = FolderEvents.TryMake(Touched);
        _hasEvents = _events is not null;
        if (_hasEvents || !OperatingSystem.IsLinux()) return;
        Obstacle = Limit("inotify instances", "instances", 512);
    }

    /// <summary>Why changes are only looked for from time to time, or not everywhere, or null.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Whether tools run that may write <see cref="WatchedNames.IsWrittenByTools">their files</see>.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Watches these from now on. What is new among them has not changed.</summary>
    /// <param name="folders">Folders with all below them, without links.</param>
    /// <param name="files">Files elsewhere, which need not exist.</param>
    public void Watch(IEnumerable<string> folders, IEnumerable<string> files)
    {
        lock (_lock)
        {
            _folders = [.. folders.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
            _files = [.. files.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
            var now = Look();
            foreach (var (path, seen) in now) _seen.TryAdd(path, seen);
            foreach (var path in _seen.Keys.Where(path => !now.ContainsKey(path) && !IsWatched(path)).ToArray()) _seen.Remove(path);
        }
    }

    /// <summary>A tool is about to write this: that is no change.</summary>
    public void Expect(string path, byte[] content)
    {
        lock (_lock) _own[Path.GetFullPath(path)] = ContentHash.OfBytes(content);
    }

    /// <summary>Takes what tools have written as it is.</summary>
    public void TakeWrittenByTools()
    {
        lock (_lock)
        {
            var now = Look();
            foreach (var path in Differences(now).Where(WatchedNames.IsWrittenByTools)) Take(path, now);
        }
    }

    /// <summary>Waits until contents differ from what was last returned.</summary>
    /// <returns>The full paths of what changed.</returns>
    public async Task<IReadOnlyList<string>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await SignalAsync(NextLook(), cancellationToken))
            {
                var start = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(start) < LongestSettling && await SignalAsync(Settling, cancellationToken))
                {
                    // Not settled yet.
                }
            }

            var (changed, isUnfinished) = Changes(isFinal: false);
            if (isUnfinished)
            {
                await Task.Delay(Replacing, cancellationToken);
                (changed, _) = Changes(isFinal: true);
            }

            if (changed.Length > 0) return changed;
        }
    }

    public void Dispose()
    {
        if (OperatingSystem.IsLinux()) _events?.Dispose();
    }

    static string Limit(string what, string name, int enough) =>
        $"the system's limit of {what} is reached, so changes are looked for several times a second; "
            + $"raise it with: sudo sysctl fs.inotify.max_user_{name}={enough}";

    bool IsWatched(string path) => _files.Contains(path, StringComparer.Ordinal)
        || _folders.Any(folder => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    /// <returns>What has changed, and whether more may come: then it is not taken yet.</returns>
    (string[] Changed, bool IsUnfinished) Changes(bool isFinal)
    {
        lock (_lock)
        {
            var now = Look();
            var changed = Differences(now).Where(path => !IsBusy || !WatchedNames.IsWrittenByTools(path)).ToArray();
            var own = changed.Where(path => now.TryGetValue(path, out var seen) && _own.GetValueOrDefault(path) == seen.Hash).ToArray();
            foreach (var path in own) Take(path, now);
            changed = [.. changed.Except(own)];
            // What was removed may come back, and what was emptied may be written.
            if (!isFinal && changed.Length > 0 && changed.All(path => now.GetValueOrDefault(path).Size == 0)) return (changed, true);

            foreach (var path in changed) Take(path, now);
            return (changed, false);
        }
    }

    void Take(string path, Dictionary<string, Seen> now)
    {
        if (now.TryGetValue(path, out var seen)) _seen[path] = seen;
        else _seen.Remove(path);
    }

    string[] Differences(Dictionary<string, Seen> now) =>
        [
            .. now.Where(entry => _seen.GetValueOrDefault(entry.Key).Hash != entry.Value.Hash).Select(entry => entry.Key)
                .Concat(_seen.Keys.Where(path => !now.ContainsKey(path))).Order(StringComparer.Ordinal),
        ];

    async Task<bool> SignalAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time);
        try
        {
            return await _signals.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // Looking must not keep a processor busy.
    TimeSpan NextLook()
    {
        const int rest = 100;
        lock (_lock)
        {
            var interval = _hasEvents ? LookInterval : LookIntervalWithoutEvents;
            return interval > rest * _lookTime ? interval : rest * _lookTime;
        }
    }

    void Touched(string? path)
    {
        lock (_touched)
        {
            if (path is null || _touched.Count >= MostFiles) _isTouchedUnknown = true;
            else _touched.Add(path);
        }

        _signals.Writer.TryWrite(true);
    }

    Dictionary<string, Seen> Look()
    {
        var start = Stopwatch.GetTimestamp();
        var look = new FilesLook(this);
        lock (_touched)
        {
            (look.Touched, look.IsTouchedUnknown) = (_touched.ToHashSet(StringComparer.Ordinal), _isTouchedUnknown);
            _touched.Clear();
            _isTouchedUnknown = false;
        }

        foreach (var folder in _folders) look.AddFolder(folder);
        foreach (var file in _files) look.AddFile(file);
        if (OperatingSystem.IsLinux()) _events?.Keep(look.Folders);
        // Only their times differ.
        foreach (var (path, seen) in look.Found)
        {
            if (_seen.TryGetValue(path, out var before) && before.Hash == seen.Hash) _seen[path] = seen;
        }

        _lookTime = Stopwatch.GetElapsedTime(start);
        return look.Found;
    }

    /// <summary>A file's state: the hash of its content, and what tells whether it must be read again.</summary>
    readonly record struct Seen(string? Hash, DateTime Changed, long Size, bool IsRecent);

    /// <summary>One look at all files.</summary>
    sealed class FilesLook(WatchedFiles watched)
    {
        public HashSet<string> Touched { get; set; } = [];

        public bool IsTouchedUnknown { get; set; }

        public HashSet<string> Folders { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Seen> Found { get; } = new(StringComparer.Ordinal);

        public void AddFolder(string path)
        {
            try
            {
                using var folder = ForeignFolder.Open(path);
                Add(folder, path, depth: 0);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is gone. Its parent tells when it is there again.
                if (Path.GetDirectoryName(path) is { } parent && Directory.Exists(parent)) Enter(parent);
            }
        }

        public void AddFile(string path)
        {
            if (Found.ContainsKey(path)) return;
            if (Path.GetDirectoryName(path) is { } parent && Directory.Exists(parent)) Enter(parent);
            try
            {
                var target = NamedFile.Target(path);
                if (target != path && Path.GetDirectoryName(target) is { } other && Directory.Exists(other)) Enter(other);
                var file = new FileInfo(target);
                if (file.Exists) Found[path] = See(path, file.LastWriteTimeUtc, file.Length, () => NamedFile.Read(target, LargestFile));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is being replaced.
            }
        }

        void Add(ForeignFolder folder, string path, int depth)
        {
            // Before its entries are read, so that none is missed.
            if (!Enter(path)) return;

            foreach (var entry in folder.List())
            {
                var full = Path.Combine(path, entry.Path);
                if (entry.Kind == ForeignKind.Folder && depth < DeepestFolder && WatchedNames.IsFolder(entry.Path))
                {
                    AddBelow(folder, entry.Path, full, depth);
                }
                else if (entry.Kind == ForeignKind.File && WatchedNames.IsFile(entry.Path) && watched._takes(full))
                {
                    if (Found.Count >= MostFiles)
                    {
                        watched.Obstacle ??= $"there are more than {MostFiles} files in '{path}' and before it, and the rest is not watched";
                        return;
                    }

                    Found[full] = See(full, entry.Changed, entry.Size, () => folder.Read(entry.Path, LargestFile));
                }
            }
        }

        void AddBelow(ForeignFolder folder, string name, string full, int depth)
        {
            try
            {
                using var below = folder.OpenFolder(name);
                Add(below, full, depth + 1);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is gone, or somebody else's.
            }
        }

        bool Enter(string folder)
        {
            if (Folders.Contains(folder)) return true;
            if (Folders.Count >= MostFolders)
            {
                watched.Obstacle ??= $"there are more than {MostFolders} folders, and '{folder}' and those after it are not watched";
                return false;
            }

            Folders.Add(folder);
            if (OperatingSystem.IsLinux() && watched._hasEvents && !watched._events!.Watch(folder))
            {
                watched._hasEvents = false;
                watched.Obstacle = Limit("watched folders", "watches", 524_288);
            }

            return true;
        }

        Seen See(string path, DateTime changed, long size, Func<byte[]> read)
        {
            if (watched._seen.TryGetValue(path, out var before) && !IsTouchedUnknown && !Touched.Contains(path)
                && !before.IsRecent && before.Changed == changed && before.Size == size)
            {
                return before;
            }

            var now = DateTime.UtcNow;
            try
            {
                return new Seen(ContentHash.OfBytes(read()), changed, size, (now - changed).Duration() < Tick);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new Seen($"{changed.Ticks} {size}", changed, size, IsRecent: true);
            }
        }
    }
}
