using System.Security.Authentication;

namespace Spaceforge.Http;

/// <summary>The CA certificates that an image trusts, which HTTPS needs.</summary>
static class CertificateStore
{
    /// <summary>The bundles of Debian and Alpine, Red Hat and Amazon, SUSE, and a common location in minimal images.</summary>
    static readonly string[] Files =
        ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"];

    static readonly string[] Folders = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

    /// <summary>The first bundle that exists, or null.</summary>
    public static string? FindFile() => Array.Find(Files, File.Exists);

    /// <summary>Whether the environment already says where the CA certificates are.</summary>
    public static bool IsSet => Environment.GetEnvironmentVariable("SSL_CERT_FILE") is not null
        || Environment.GetEnvironmentVariable("SSL_CERT_DIR") is not null;

    /// <summary>A suggested fix for a failed connection if the image is the cause; otherwise, an empty string.</summary>
    public static string HintFor(Exception? failure) => failure switch
    {
        null => "",
        AuthenticationException when OperatingSystem.IsLinux() && !IsSet && FindFile() is null && !Folders.Any(HasFiles) =>
            " This image has no CA certificates: install ca-certificates, or set SSL_CERT_FILE.",
        _ => HintFor(failure.InnerException),
    };

    static bool HasFiles(string folder) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
}
