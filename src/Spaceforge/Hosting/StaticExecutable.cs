using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Spaceforge.Http;

namespace Spaceforge.Hosting;

/// <summary>A plugin as a single static executable for workers. The package's build files set the switch.</summary>
static partial class StaticExecutable
{
    /// <summary>
    /// Whether the program is a static executable. It only runs hooks, so trimming removes what only authors need: generating the
    /// manifest.
    /// </summary>
    [FeatureSwitchDefinition("Spaceforge.IsStaticExecutable")]
    public static bool IsThis => AppContext.TryGetSwitch("Spaceforge.IsStaticExecutable", out var value) && value;

    /// <summary>Configures the statically linked libraries before they are used.</summary>
    public static void Prepare()
    {
        // The linked glibc would load the host's NSS modules, which are built for another glibc, and crash.
        foreach (var (database, services) in ((string, string)[])[("hosts", "files dns"), ("passwd", "files"), ("group", "files")])
        {
            _ = ConfigureNameService(database, services);
        }

        // The linked OpenSSL is Debian's and looks in Debian's paths. Environment.SetEnvironmentVariable would not help, because OpenSSL
        // reads the variables of the process.
        if (!CertificateStore.IsSet && CertificateStore.FindFile() is { } file) _ = SetVariable("SSL_CERT_FILE", file, overwrite: 0);
    }

    // In names.c.
    [LibraryImport("spaceforge_names", EntryPoint = "spaceforge_configure_names", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ConfigureNameService(string database, string services);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
