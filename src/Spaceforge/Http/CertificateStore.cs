using System.Security.Authentication;

namespace Spaceforge.Http;

/// <summary>The authorities that an image trusts, which HTTPS needs.</summary>
static class CertificateStore
{
    /// <summary>Bundles of Debian and Alpine, Red Hat and Amazon, SUSE, and one that minimal images have.</summary>
    static readonly string[] Files =
        ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"];

    static readonly string[] Folders = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

    /// <summary>The first bundle there is, or null.</summary>
    public static string? FindFile() => Array.Find(Files, File.Exists);

    /// <summary>Whether somebody has said where the authorities are.</summary>
    public static bool IsSet => Environment.GetEnvironmentVariable("SSL_CERT_FILE") is not null
        || Environment.GetEnvironmentVariable("SSL_CERT_DIR") is not null;

    /// <summary>What would mend a refused connection, where the image is the reason; else an empty text.</summary>
    public static string HintFor(Exception? failure) => failure switch
    {
        null => "",
        AuthenticationException => Hint,
        _ => HintFor(failure.InnerException),
    };

    /// <summary>The same of a connection that is known to have been refused.</summary>
    public static string Hint => OperatingSystem.IsLinux() && !IsSet && FindFile() is null && !Folders.Any(HasFiles)
        ? " This image has no certificates to check servers by: install ca-certificates in it, or set SSL_CERT_FILE."
        : "";

    static bool HasFiles(string folder) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
}
