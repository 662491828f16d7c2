using System.Text;
using Spaceforge.Files;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Manifests;

/// <summary>Reads manifests from files.</summary>
static class ManifestInput
{
    /// <summary>The name that means standard input.</summary>
    public const string StandardInput = "-";

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="name">A path, or <see cref="StandardInput"/>.</param>
    /// <exception cref="UsageException">The file does not exist or cannot be read.</exception>
    public static ManifestFile Read(string name)
    {
        var shown = name == StandardInput ? "(standard input)" : name;
        try
        {
            using var stream = name == StandardInput ? Console.OpenStandardInput() : Open(name);
            return Read(stream, shown);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"Manifest '{name}' not found. Create it with: spaceforge generate");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(name))
        {
            throw new UsageException($"'{name}' is a folder, not a manifest.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{shown} cannot be read: {e.Message}", e);
        }
    }

    static Stream Open(string name)
    {
        if (name.Length == 0) throw new FileNotFoundException();
        if (SystemFile.Is(name)) return SystemFile.OpenRead(name);

        // Only what cannot be is left to the message of the system.
        var isLeft = !File.Exists(name) || new FileInfo(NamedFile.Target(name)).Length > ManifestLimit.Largest;
        return isLeft ? File.OpenRead(name) : new MemoryStream(NamedFile.Read(name, ManifestLimit.Largest));
    }

    /// <param name="stream">The manifest's bytes.</param>
    /// <param name="shown">Its name, for messages.</param>
    public static ManifestFile Read(Stream stream, string shown)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > ManifestLimit.Largest)
            {
                return ManifestReader.Unreadable(shown, new Place(1, 1),
                    Rules.TooLarge, $"The file has more than {ManifestLimit.Largest} bytes; fetch large files in a hook instead of mounting them.");
            }
        }

        var text = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        if (text.StartsWith(Encoding.UTF8.Preamble)) text = text[Encoding.UTF8.Preamble.Length..];
        try
        {
            return ManifestReader.Read(Strict.GetString(text), shown);
        }
        catch (DecoderFallbackException e)
        {
            var line = text[..e.Index].Count((byte)'\n') + 1;
            return ManifestReader.Unreadable(shown, new Place(line, 1), Rules.NoYaml, "The file is not valid UTF-8 from this line on.");
        }
    }
}
