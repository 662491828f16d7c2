namespace Spaceforge.Worker.Tests.Serving;

/// <summary>This machine's .NET runtime in Microsoft's archive format, without the SDK.</summary>
static class RuntimeArchive
{
    public const string Path = "/dotnet-runtime-linux.tar.gz";

    static byte[]? _packed;

    public static async Task<byte[]> PackAsync()
    {
        if (_packed is not null) return _packed;

        using var packed = new TemporaryFolder();
        var archive = packed.PathOf("runtime.tar.gz");
        (await new CommandLine("sh", "-euc", "tar -c -C \"$1\" ./dotnet ./host ./shared/Microsoft.NETCore.App | gzip -1 >\"$2\"",
            "sh", Bench.SdkFolder, archive).RunAsync()).ShouldExit(0);
        return _packed = await File.ReadAllBytesAsync(archive);
    }
}
