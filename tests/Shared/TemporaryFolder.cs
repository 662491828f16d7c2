namespace Spaceforge.Tests.Shared;

/// <summary>A folder that is gone after the test.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spaceforge-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    public string PathOf(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a text file, and the folders above it.</summary>
    public string Write(string name, string text)
    {
        var path = PathOf(name.Split('/'));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes a shell script that can be executed.</summary>
    public string WriteScript(string name, string text)
    {
        var path = Write(name, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(
            path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return path;
    }
}
