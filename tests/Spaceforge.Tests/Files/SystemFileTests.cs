using System.IO.Pipes;
using System.Text;
using Spaceforge.Files;

namespace Spaceforge.Tests.Files;

/// <summary>Devices and descriptors that a user names as files.</summary>
public sealed class SystemFileTests
{
    const int Limit = 1000;

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/full")]
    [InlineData("/dev/random")]
    [InlineData("/dev/tty")]
    [InlineData("/dev/fd/999999")]
    [InlineData("/proc/self/fd/999999")]
    [InlineData("/dev/fd/99999999999999999999")]
    [InlineData("/dev/nothing")]
    [InlineData("/proc/self/cwd")]
    public void What_has_no_end_or_is_not_there_is_refused(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        Assert.StartsWith(
            "Cannot read", Assert.ThrowsAny<IOException>(() => NamedFile.Read(path, Limit)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_read_from_the_device_that_has_nothing() => Assert.Empty(NamedFile.Read("/dev/null", Limit));

    [Fact]
    public void A_descriptor_of_the_process_is_read_as_it_is_up_to_the_limit()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It needs /proc.");
        Assert.Equal("hello", Encoding.UTF8.GetString(ReadPipe("hello")));
        Assert.Contains("more than 1000 bytes", Assert.ThrowsAny<IOException>(() => ReadPipe(new string('x', Limit + 1))).Message,
            StringComparison.Ordinal);
    }

    static byte[] ReadPipe(string text)
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        server.Write(Encoding.UTF8.GetBytes(text));
        server.Dispose();
        return NamedFile.Read($"/dev/fd/{client.SafePipeHandle.DangerousGetHandle()}", Limit);
    }
}
