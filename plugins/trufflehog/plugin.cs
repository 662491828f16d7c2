#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package Spaceforge.Scanning@1.0.0
using System.Text.Json;
using System.Text.RegularExpressions;
using Spaceforge;
using Spaceforge.Scanning;

return await SpaceforgePlugin.RunAsync<TruffleHogPlugin>(args);

/// <summary>Which findings TruffleHog reports.</summary>
enum SecretResults
{
    /// <summary>Secrets that a service has just accepted.</summary>
    Verified,

    /// <summary>Also secrets that could not be verified.</summary>
    VerifiedOrUnknown,

    /// <summary>Also anything that only looks like a secret.</summary>
    All,
}

sealed class TruffleHogPlugin : ScannerPlugin
{
    // Follows TruffleHog 3.96.0: arguments, exit codes, JSON.
    const string Release = "https://github.com/trufflesecurity/trufflehog/releases/download/v3.96.0/trufflehog_3.96.0_linux";

    public TruffleHogPlugin() => FailMode = FailMode.Fail;

    public override string Name => "trufflehog";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["security", "secrets"];
    public override string Description => """
        Looks for secrets in the source with TruffleHog, before anything else runs.

        Shows the location and kind of each secret, never the secret itself.
        """;

    [Parameter("Results", Id = "trufflehog_results", Description = "Verified: secrets that a service has accepted. VerifiedOrUnknown: also those that could not be verified. All: also anything that only looks like a secret")]
    public SecretResults Results { get; init; } = SecretResults.VerifiedOrUnknown;

    [Parameter("Verify", Id = "trufflehog_verify", Description = "Whether TruffleHog tries each secret with its service; if off, nothing leaves the worker, and all results are reported as high")]
    public bool Verify { get; init; } = true;

    public override IReadOnlyList<Binary> Binaries =>
    [
        new("trufflehog")
        {
            Amd64 = new($"{Release}_amd64.tar.gz", "7105f1cd6577f058a9e39d0578f1a99c8a1e481e4d3512cd8a09acfe22a0fdc0"),
            Arm64 = new($"{Release}_arm64.tar.gz", "50acd4c7a3b8ebfe5083d8350956057030c44be3515dedd55b45263495c490b2"),
        },
    ];

    protected override string Title => "TruffleHog";

    protected override async Task BeforeInitAsync(CancellationToken cancellationToken)
    {
        var results = (Verify ? Results : SecretResults.All) switch
        {
            SecretResults.Verified => "verified",
            SecretResults.VerifiedOrUnknown => "verified,unknown",
            _ => "verified,unknown,unverified",
        };
        // Without --fail, findings do not change the exit code, so anything other than 0 is an incomplete scan.
        var lines = await RunLineScannerAsync(new(
            "trufflehog",
            ["filesystem", ".", "--json", "--no-update", "--no-color", "--fail-on-scan-errors", $"--results={results}", .. Verify ? [] : (string[])["--no-verification"], .. MoreArguments])
        {
            // After an error in a single file, it continues and exits with 0.
            IsError = IsError,
            // It prints nothing if it finds nothing, but also if it did not scan at all.
            Finished = "finished scanning",
        });

        await ReportAsync(lines.Select(Finding).Where(finding => !IsOfGit(finding.File)));
    }

    // Only these members of a finding are used: Raw, RawV2, Redacted, ExtraData and StructuredData contain the secret, or parts of it.
    ScanFinding Finding(ScannerJson found)
    {
        var file = found.Requiring("SourceMetadata").Requiring("DetectorName").Member("SourceMetadata").Member("Data").Member("Filesystem");
        var (severity, state) = found.Flag("Verified") ? (Severity.Critical, "is in use: a service has accepted it")
            : !Verify ? (Severity.High, "was not verified")
            : found.Has("VerificationError") ? (Severity.High, "could not be verified")
            : (Severity.Medium, "was not accepted by a service");
        var (raw, detector) = ((string?[])[found.Text("Raw"), found.Text("RawV2"), found.Text("Redacted")], found.Text("DetectorName") ?? "");
        return new ScanFinding(severity, detector, $"A secret of type {detector} {state}. Revoke and rotate it, then remove it from the source.")
        {
            File = Without(raw, file.Text("file") ?? ""),
            Line = file.Number("line"),
        };
    }

    // A file's name may contain the secret.
    static string Without(IEnumerable<string?> secrets, string path) =>
        secrets.Where(secret => !string.IsNullOrEmpty(secret)).Aggregate(path, (text, secret) => text.Replace(secret!, "*****", StringComparison.Ordinal));

    // Git's own files, where Spacelift may have left its token.
    static bool IsOfGit(string? file) => file?.Split('/') is { } parts && parts.Any(part => part is ".git");

    static bool IsError(string line)
    {
        try
        {
            var entry = JsonElement.Parse(line);
            return entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("level", out var level) && level.ToString() is "error" or "fatal";
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // TruffleHog writes its errors as JSON lines, and they may quote a secret.
    protected override string? Disclose(string line)
    {
        try
        {
            var entry = JsonElement.Parse(line);
            if (entry.ValueKind != JsonValueKind.Object) return null;
            return string.Join(": ", ((string[])["level", "msg", "error", "errors"]).Where(name => entry.TryGetProperty(name, out _)).Select(name => Censored(entry.GetProperty(name).ToString())));
        }
        catch (JsonException)
        {
            return Censored(line);
        }
    }

    static string Censored(string text) => Suspect.Replace(text, "*****");

    // Credentials in URLs, quoted words, long words, and shorter ones that have both letters and digits.
    static readonly Regex Suspect = new(
        """(?<=://)[^\s@]+@|(?<=[?&=])[^\s&"]+|"[^"]*"|[\w+/=.~-]{20,}|(?=[\w+/=.~-]*\d)(?=[\w+/=.~-]*[A-Za-z])[\w+/=.~-]{12,}""");
}
