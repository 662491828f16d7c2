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

    /// <summary>Those, and secrets that could not be tried.</summary>
    VerifiedOrUnknown,

    /// <summary>Also what only looks like a secret.</summary>
    All,
}

sealed class TruffleHogPlugin : ScannerPlugin
{
    // Follows TruffleHog 3.96.0: arguments, exit codes, JSON.
    const string Release = "https://github.com/trufflesecurity/trufflehog/releases/download/v3.96.0/trufflehog_3.96.0_linux";

    public override string Name => "trufflehog";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["security", "secrets"];
    public override string Description => """
        Looks for secrets in the source with TruffleHog, before anything else runs.

        Shows where a secret is and of what kind, never the secret.
        """;

    [Parameter("Threshold", Id = "trufflehog_threshold", Description = "The least severity that counts against the run; verified secrets are critical, those that were not or could not be tried high, others medium")]
    public Severity Threshold { get; init; } = Severity.High;

    [Parameter("Fail mode", Id = "trufflehog_fail_mode", Description = "Fail: the run fails before init. Policy: the plan policy denies the run. Warn: the run goes on")]
    public FailMode FailMode { get; init; } = FailMode.Fail;

    [Parameter("Results", Id = "trufflehog_results", Description = "Verified: secrets that a service has accepted. VerifiedOrUnknown: those, and the ones that could not be tried. All: also what only looks like a secret")]
    public SecretResults Results { get; init; } = SecretResults.VerifiedOrUnknown;

    [Parameter("Verify", Id = "trufflehog_verify", Description = "Whether TruffleHog tries what it finds with the service that it belongs to; without it, nothing leaves the worker, and all results are reported, as high")]
    public bool Verify { get; init; } = true;

    [Parameter("Additional arguments", Id = "trufflehog_additional_args", Description = "More arguments for trufflehog filesystem, such as --exclude-detectors=Lob")]
    public string AdditionalArguments { get; init; } = "";

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
        // Without --fail, findings do not change the exit code, so that another one than 0 is a scan that was not finished.
        var lines = await RunLineScannerAsync(new(
            "trufflehog",
            ["filesystem", ".", "--json", "--no-update", "--no-color", "--fail-on-scan-errors", $"--results={results}", .. Verify ? [] : (string[])["--no-verification"], .. ArgumentText.Split(AdditionalArguments)])
        {
            // With an error in a single file it goes on, and exits with 0.
            IsError = IsError,
            // Where it finds nothing it prints nothing, as it does where it has not looked.
            Finished = "finished scanning",
        });

        await ReportAsync(lines.Select(Finding).Where(finding => !IsOfGit(finding.File)), Threshold, FailMode);
    }

    // Of a finding, only what is named here goes on: Raw, RawV2, Redacted, ExtraData and StructuredData hold the secret, or parts of it.
    ScanFinding Finding(ScannerJson found)
    {
        var file = found.Requiring("SourceMetadata").Requiring("DetectorName").Member("SourceMetadata").Member("Data").Member("Filesystem");
        var (severity, state) = found.Flag("Verified") ? (Severity.Critical, "is in use: a service has accepted it")
            : !Verify ? (Severity.High, "was not tried")
            : found.Has("VerificationError") ? (Severity.High, "could not be tried")
            : (Severity.Medium, "was not accepted by a service");
        var (raw, detector) = ((string?[])[found.Text("Raw"), found.Text("RawV2"), found.Text("Redacted")], found.Text("DetectorName") ?? "");
        return new ScanFinding(severity, detector, $"A secret of the kind {detector} {state}. Revoke and rotate it, then remove it from the source.")
        {
            File = Without(raw, file.Text("file") ?? ""),
            Line = file.Number("line"),
        };
    }

    // A file may bear its secret as its name.
    static string Without(IEnumerable<string?> secrets, string path) =>
        secrets.Where(secret => !string.IsNullOrEmpty(secret)).Aggregate(path, (text, secret) => text.Replace(secret!, "*****", StringComparison.Ordinal));

    // The clone's own files, where Spacelift may have left its token.
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

    // TruffleHog writes its errors as JSON lines; what they quote may hold a secret.
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

    // Credentials in addresses, quoted words, long words, and shorter ones that have both letters and digits.
    static readonly Regex Suspect = new(
        """(?<=://)[^\s@]+@|(?<=[?&=])[^\s&"]+|"[^"]*"|[\w+/=.~-]{20,}|(?=[\w+/=.~-]*\d)(?=[\w+/=.~-]*[A-Za-z])[\w+/=.~-]{12,}""");
}
