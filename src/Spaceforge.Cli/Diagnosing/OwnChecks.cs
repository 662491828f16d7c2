using Spaceforge.Cli.Account;
using Spaceforge.Cli.Building;
using Spaceforge.Secrets;

namespace Spaceforge.Cli.Diagnosing;

/// <summary>What belongs to the tool: its compiler, its cache, its credentials, and what 'publish' links with.</summary>
static class OwnChecks
{
    public static MachineCheck Compiler()
    {
        var check = new MachineCheck(
            "Native compiler", IsNeeded: false, "compiling a changed plugin in a fraction of a second",
            "The tool's packages for Linux have it; elsewhere, the SDK's compiler is used.");
        return NativeCompiler.Find() is null ? check.Missing("this tool came without it") : check.Ok("beside the tool");
    }

    public static MachineCheck Cache()
    {
        var check = new MachineCheck(
            "Cache", IsNeeded: true, "keeping builds, so that an unchanged plugin starts immediately",
            "Make the folder yours and writable, or set XDG_CACHE_HOME to one that is.");
        var path = CacheFolder.Path();
        try
        {
            CacheFolder.Open(path);
            using var probe = File.Create(
                Path.Combine(path, $".doctor-{Guid.NewGuid():n}"), bufferSize: 1, FileOptions.DeleteOnClose);
            return check.Ok($"{path} ('spaceforge cache' shows what is in it)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return check.Broken($"{path} cannot be used: {e.Message}");
        }
    }

    public static async Task<MachineCheck> CredentialsAsync(Machine machine, CancellationToken cancellationToken)
    {
        var check = new MachineCheck(
            "Credentials", IsNeeded: false, "your Spacelift account: push, install, list, uninstall, delete",
            $"Set {EnvironmentCredentials.Endpoint}, {EnvironmentCredentials.KeyId} and {EnvironmentCredentials.KeySecret}, or log in: spacectl profile login NAME.");
        var secrets = new SecretMasker();
        try
        {
            var found = CredentialSearch.Find(machine.Environment, profile: null, note: _ => { });
            secrets.Add(found.Secret);
            if (!machine.IsOnline) return check.Ok($"for {found.Endpoint.Host} (not tried; --online does)");

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            stop.CancelAfter(TimeSpan.FromSeconds(30));
            // Notes about retries would appear between the results.
            var output = new AccountOutput(json: true, secrets);
            using var api = new AccountApi(() => found, dryRun: false, output, secrets, stop.Token);
            await new PluginAccount(api).TemplatesAsync();
            return check.Ok($"{found.Endpoint.Host} accepts them");
        }
        catch (UsageException e) when (e.Message.StartsWith("No credentials found", StringComparison.Ordinal))
        {
            return check.Missing("neither in the environment nor in a profile of spacectl");
        }
        catch (SpaceforgeException e)
        {
            return check.Broken(secrets.Apply(e.Message));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return check.Broken("Spacelift did not answer within 30 s");
        }
    }

    /// <summary>One for each architecture.</summary>
    public static IEnumerable<MachineCheck> Publish() => Target.Parse([]).Select(target =>
    {
        var check = new MachineCheck(
            $"Tools to publish for {target.Architecture}", IsNeeded: false,
            $"building static executables with 'spaceforge publish --arch {target.Architecture}'", "");
        try
        {
            BuildTools.Check([target]);
            return check.Ok("clang, lld, cmake and the libraries are installed") with { Remedy = "docs/publish.md lists them." };
        }
        catch (UsageException e)
        {
            var lines = e.Message.Split('\n', 2, StringSplitOptions.TrimEntries);
            return check.Missing(lines[0].TrimEnd('.')) with { Remedy = lines.Length > 1 ? lines[1] : "See docs/publish.md." };
        }
    });
}
