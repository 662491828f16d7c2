namespace Spaceforge.Tests.Shared;

/// <summary>How programs save a file.</summary>
static class SaveKinds
{
    public static IReadOnlyDictionary<string, Action<string, string>> All { get; } = new Dictionary<string, Action<string, string>>
    {
        ["in place, as nano and Visual Studio Code do"] = File.WriteAllText,
        ["in place, in two steps"] = (path, text) =>
        {
            using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            using var writer = new StreamWriter(stream);
            writer.Write(text[..(text.Length / 2)]);
            writer.Flush();
            writer.Write(text[(text.Length / 2)..]);
        },
        ["emptied, and written a little later"] = (path, text) =>
        {
            File.WriteAllText(path, "");
            Thread.Sleep(60);
            File.WriteAllText(path, text);
        },
        ["a new file that replaces it, which moves away first, as in JetBrains"] = (path, text) =>
        {
            File.WriteAllText($"{path}___jb_tmp___", text);
            if (File.Exists(path)) File.Move(path, $"{path}___jb_old___");
            File.Move($"{path}___jb_tmp___", path);
            File.Delete($"{path}___jb_old___");
        },
        ["a backup that stays and a new file, with a lock, as Emacs does"] = (path, text) =>
        {
            var (folder, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
            var link = Path.Combine(folder, $".#{name}");
            File.CreateSymbolicLink(link, "me@machine.4217:1234567890");
            File.WriteAllText(Path.Combine(folder, $"#{name}#"), text[..(text.Length / 2)]);
            if (File.Exists(path)) File.Move(path, $"{path}~", overwrite: true);
            File.WriteAllText(path, text);
            File.Delete(Path.Combine(folder, $"#{name}#"));
            File.Delete(link);
        },
        ["a copy as a backup, then in place, as Vim does with backupcopy=yes"] = (path, text) =>
        {
            if (File.Exists(path)) File.Copy(path, $"{path}~", overwrite: true);
            File.WriteAllText(path, text);
            File.Delete($"{path}~");
        },
        ["a hidden file that replaces it, as sed -i does"] = (path, text) =>
        {
            var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetRandomFileName()}");
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        },
        ["a backup and a new file, as Vim does"] = (path, text) =>
        {
            var folder = Path.GetDirectoryName(path)!;
            File.WriteAllText(Path.Combine(folder, "4913"), "");
            File.Delete(Path.Combine(folder, "4913"));
            if (File.Exists(path)) File.Move(path, $"{path}~", overwrite: true);
            File.WriteAllText(path, text);
            File.Delete($"{path}~");
        },
        ["deleted and written again"] = (path, text) =>
        {
            File.Delete(path);
            File.WriteAllText(path, text);
        },
        ["deleted, and written again a little later"] = (path, text) =>
        {
            File.Delete(path);
            Thread.Sleep(60);
            File.WriteAllText(path, text);
        },
    };
}
