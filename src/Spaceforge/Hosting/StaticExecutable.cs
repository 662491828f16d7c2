using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Spaceforge.Http;

namespace Spaceforge.Hosting;

/// <summary>A plugin as one executable without any library beside it, for workers. The package's build files say that it is made.</summary>
static partial class StaticExecutable
{
    /// <summary>
    /// Whether the program is one. It runs hooks and nothing else, so trimming takes out of it what serves authors: making the
    /// manifest.
    /// </summary>
    [FeatureSwitchDefinition("Spaceforge.IsStaticExecutable")]
    public static bool IsThis => AppContext.TryGetSwitch("Spaceforge.IsStaticExecutable", out var value) && value;

    /// <summary>Settles what the libraries that are linked in would look for in vain, before any of them is used.</summary>
    public static void Prepare()
    {
        // The linked glibc would load the host's modules for name services, which are built for another glibc: the process dies.
        foreach (var (database, services) in ((string, string)[])[("hosts", "files dns"), ("passwd", "files"), ("group", "files")])
        {
            _ = ConfigureNameService(database, services);
        }

        // Debian's OpenSSL, which is linked in, looks in Debian's places. Not Environment.SetEnvironmentVariable, since OpenSSL reads
        // the variables of the process.
        if (!CertificateStore.IsSet && CertificateStore.FindFile() is { } file) _ = SetVariable("SSL_CERT_FILE", file, overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "__nss_configure_lookup", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ConfigureNameService(string database, string services);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
