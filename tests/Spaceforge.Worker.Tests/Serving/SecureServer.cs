using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Spaceforge.Worker.Tests.Serving;

/// <summary>An HTTPS server named web.test on the loopback address, with a certificate from a test authority.</summary>
sealed class SecureServer : IAsyncDisposable
{
    public const string Name = "web.test";

    readonly WebApplication _application;

    SecureServer(WebApplication application, string authority) => (_application, Authority) = (application, authority);

    /// <summary>The authority's certificate, in PEM.</summary>
    public string Authority { get; }

    public string Address => $"https://{Name}:{new Uri(_application.Urls.First()).Port}/";

    public static async Task<SecureServer> StartAsync()
    {
        using var authority = Authorize();
        var certificate = Sign(authority);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(certificate);
        }));
        var application = builder.Build();
        application.Run(context => context.Response.WriteAsync("well connected"));
        await application.StartAsync();
        return new SecureServer(application, authority.ExportCertificatePem());
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    static X509Certificate2 Authorize()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=Authority {Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    static X509Certificate2 Sign(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(
            authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
