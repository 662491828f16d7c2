using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests.Publishing;

/// <summary>Name resolution and certificate checks of a static executable, in various images.</summary>
[Collection(nameof(PublishedPlugin))]
public sealed class SecureConnectionTests(Bench bench, PublishedPlugin published) : IAsyncLifetime
{
    const string Connected = "HTTP/2.0: well connected\n";

    SecureServer _server = null!;

    public static TheoryData<string> Architectures => ["amd64", "arm64"];

    public async ValueTask InitializeAsync() => _server = await SecureServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // HTTP/2 is missing if the OpenSSL shim was configured for another architecture.
    [Theory]
    [MemberData(nameof(Architectures))]
    public async Task A_server_that_the_image_trusts_is_spoken_to_with_http_2(string architecture) =>
        Assert.Equal(Connected, (await GetAsync(Named(Trusting("etc/ssl/certs/ca-certificates.crt")), architecture)).ShouldExit(0).Output);

    [Theory]
    [InlineData("etc/ssl/cert.pem")]
    [InlineData("etc/pki/tls/certs/ca-bundle.crt")]
    [InlineData("etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem")]
    [InlineData("etc/ssl/ca-bundle.pem")]
    public async Task The_bundle_may_be_where_other_distributions_have_it(string file) =>
        Assert.Equal(Connected, (await GetAsync(Named(Trusting(file)))).ShouldExit(0).Output);

    [Fact]
    public async Task Debians_own_tool_adds_an_authority()
    {
        var container = Named(bench.Debian).With($"""
            cat >usr/local/share/ca-certificates/test.crt <<'CERTIFICATE'
            {_server.Authority}
            CERTIFICATE
            chroot . update-ca-certificates >/dev/null 2>&1
            """);
        Assert.Equal(Connected, (await GetAsync(container)).ShouldExit(0).Output);
    }

    [Fact]
    public async Task A_file_that_is_set_wins()
    {
        var container = Named(Trusting("srv/authority.pem"))
            .With("mkdir -p etc/ssl/certs && : >etc/ssl/certs/ca-certificates.crt").With("SSL_CERT_FILE", "/srv/authority.pem");
        Assert.Equal(Connected, (await GetAsync(container)).ShouldExit(0).Output);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public async Task A_server_that_nobody_trusts_is_refused(string architecture)
    {
        await using var other = await SecureServer.StartAsync();
        var outcome = (await GetAsync(Named(Trusting("etc/ssl/certs/ca-certificates.crt")), architecture, other.Address)).ShouldExit(1);
        Assert.DoesNotContain("well connected", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Because of AuthenticationException: The remote certificate is invalid", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("install ca-certificates", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_an_image_without_certificates_it_says_what_is_missing()
    {
        var outcome = (await GetAsync(Named(bench.Busybox))).ShouldExit(1);
        Assert.Contains("This image has no CA certificates: install ca-certificates, or set SSL_CERT_FILE.",
            outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_resolve_through_a_name_server_alone()
    {
        Needs.Root("A name server needs port 53");
        using var names = new NameServer();
        var container = Trusting("etc/ssl/certs/ca-certificates.crt")
            .With($"rm -f etc/hosts etc/nsswitch.conf; echo 'nameserver {NameServer.Address}' >etc/resolv.conf");
        Assert.Equal(Connected, (await GetAsync(container)).ShouldExit(0).Output);
    }

    // Debian 13's glibc differs from the linked one; loading its modules would crash the process.
    [Fact]
    public async Task Name_services_of_another_glibc_are_left_alone_and_no_home_is_needed()
    {
        var image = Trust(new Container(await RunnerImage.NewerDebianAsync()) { Shell = "/bin/bash" }, "etc/ssl/certs/ca-certificates.crt")
            .With("""
            echo '127.0.0.1 web.test' >>etc/hosts
            echo 'hosts: myhostname resolve [!UNAVAIL=return] mdns4_minimal [NOTFOUND=return] files dns' >etc/nsswitch.conf
            sed -i /spacelift/d etc/passwd
            """);
        Assert.Equal(Connected, (await GetAsync(image.With("HOME", null))).ShouldExit(0).Output);
    }

    Container Trusting(string file) => Trust(bench.Busybox, file);

    Container Trust(Container container, string file) => container.With($"""
        mkdir -p {Path.GetDirectoryName(file)}
        cat >{file} <<'CERTIFICATE'
        {_server.Authority}
        CERTIFICATE
        """);

    static Container Named(Container container) => container.With($"echo '127.0.0.1 {SecureServer.Name}' >etc/hosts");

    async Task<Outcome> GetAsync(Container container, string? architecture = null, string? address = null)
    {
        using var run = new WorkerRun(published.Manifest());
        File.Copy(published.Executable(architecture ?? Bench.Architecture), run.PathOf("plugin"));
        var (emulated, start) = PublishTests.Emulated(
            container.With("WEB_ADDRESS", address ?? _server.Address), architecture ?? Bench.Architecture);
        return await run.RunSessionAsync(emulated, $"{start} run after_init");
    }
}
