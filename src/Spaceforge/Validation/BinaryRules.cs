using Spaceforge.Definitions;
using Spaceforge.Model;

namespace Spaceforge.Validation;

static class BinaryRules
{
    public static void Check(PluginDefinition definition, Findings findings)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < definition.Binaries.Count; i++)
        {
            var binary = definition.Binaries[i];
            var place = $"binaries[{i}]";
            if (!PortableWord.Is(binary.Name, front: "_", marks: "._+-"))
            {
                findings.Add(Rules.BinaryName, place, binary.Name,
                    "The name must be a plain file name of letters, digits, '.', '_', '+' and '-', for example kubectl.");
            }
            else if (!names.Add(binary.Name))
            {
                findings.Add(Rules.BinaryTwice, place, binary.Name, "Another binary has this name; remove one of them.");
            }

            if (binary.ByArchitecture.Count == 0)
            {
                findings.Add(Rules.BinaryWithoutDownload, place, binary.Name, "It has no download; set Amd64, Arm64 or both.");
            }

            // A part of a command of the main context.
            if (binary.VersionCommand.AsSpan().ContainsAny('\n', '\r', '\0'))
            {
                findings.Add(Rules.CommandNewline, place, binary.Name, "VersionCommand contains a line break or a NUL character, but becomes part of a command; remove it.");
            }

            foreach (var (architecture, download) in binary.ByArchitecture)
            {
                CheckDownload(architecture, download, $"{place}.{architecture}", binary.Name, findings);
            }
        }
    }

    static void CheckDownload(string architecture, Download download, string place, string subject, Findings findings)
    {
        if (architecture is not ("amd64" or "arm64"))
        {
            findings.Add(Rules.UnknownArchitecture, place, subject, $"Unknown architecture '{architecture}'; workers are amd64 or arm64.");
        }

        if (!AbsoluteUrl.IsValid(download.Url))
        {
            findings.Add(Rules.DownloadUrl, place, subject, $"'{download.Url}' is not an absolute http or https URL.");
        }
        else if (download.Sha256 is null && download.Url.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(
                Rules.DownloadUnprotected, place, subject, "The program can be changed in transit; use https, or set its SHA-256.");
        }

        if (download.Sha256 is { } sha256 && !(sha256.Length == 64 && sha256.All(char.IsAsciiHexDigit)))
        {
            findings.Add(Rules.DownloadSha256, place, subject, $"'{sha256}' is not a SHA-256 checksum: 64 hexadecimal digits.");
        }
    }
}
