namespace Spaceforge.Tests.Watching;

/// <summary>How programs save a file.</summary>
static class SaveKinds
{
    public static IReadOnlyDictionary<string, Action<string, string>> All { get; } = new Dictionary<string, Action<string, string>>
    {
        ["in place"] = File.WriteAllText,
        ["in place, in two steps"] = (path, text) =>
        {
            using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            using var writer = new StreamWriter(stream);
            writer.Write(text[..(text.Length / 2)]);
            writer.Flush();
            writer.Write(text[(text.Length / 2)..]);
        },
        ["a new file that replaces it, as Visual Studio Code and JetBrains do"] = (path, text) =>
        {
            File.WriteAllText($"{path}___jb_tmp___", text);
            File.Move($"{path}___jb_tmp___", path, overwrite: true);
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
